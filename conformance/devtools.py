"""Drives a Chromium that is installed, over its DevTools protocol on a pair of pipes: no driver, no package.

    with Browser.start() as browser:
        page = browser.open("file:///tmp/report.html", width=390, height=844)
        page.evaluate("document.title")
"""
import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def installed():
    """The path of a browser; None where there is none."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Browser:
    def __init__(self, path):
        self.profile = tempfile.mkdtemp(prefix="seqc-browser-")
        to_browser, self.output = os.pipe()
        self.input, from_browser = os.pipe()

        def place_pipes():
            # The protocol speaks on descriptors 3 and 4; a copy first, as one of the two may stand in the way.
            ends = [os.dup(to_browser), os.dup(from_browser)]
            high = [os.dup2(end, 100 + index) for index, end in enumerate(ends)]
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self.process = subprocess.Popen(
            [path, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
             f"--user-data-dir={self.profile}", "--remote-debugging-pipe", "about:blank"],
            preexec_fn=place_pipes, pass_fds=(3, 4), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.number = 0
        self.rest = b""
        self.events = []

    @classmethod
    def start(cls):
        return cls(installed())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)

    def message(self, seconds):
        """The next message; None when none comes in time."""
        end = time.monotonic() + seconds
        while b"\0" not in self.rest:
            if not select.select([self.input], [], [], max(0, end - time.monotonic()))[0]:
                return None
            chunk = os.read(self.input, 1 << 20)
            if not chunk:
                raise RuntimeError("the browser has ended")
            self.rest += chunk
        text, self.rest = self.rest.split(b"\0", 1)
        return json.loads(text)

    def call(self, method, session=None, seconds=120, **parameters):
        self.number += 1
        request = {"id": self.number, "method": method, "params": parameters}
        if session:
            request["sessionId"] = session
        data = json.dumps(request).encode() + b"\0"
        while data:
            data = data[os.write(self.output, data):]
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            message = self.message(end - time.monotonic())
            if message is None:
                break
            if message.get("id") == self.number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']['message']}")
                return message["result"]
            self.events.append(message)
        raise RuntimeError(f"{method}: no answer in {seconds} s")

    def open(self, address, **look):
        return Page(self, address, **look)


class Page:
    """A tab of its own, with all that went wrong in it."""

    def __init__(self, browser, address, width=1280, height=900, dark=False, scripts=True, media=""):
        self.browser = browser
        self.target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=self.target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.is_phone = width < 600
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                  mobile=self.is_phone)
        self.call("Emulation.setTouchEmulationEnabled", enabled=self.is_phone)
        self.call("Emulation.setEmulatedMedia", media=media, features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        if not scripts:
            self.call("Emulation.setScriptExecutionDisabled", value=True)
        self.call("Page.navigate", url=address)
        self.wait_for("Page.loadEventFired")
        if scripts:
            self.settle()

    def call(self, method, **parameters):
        return self.browser.call(method, session=self.session, **parameters)

    def own(self, method):
        return [event["params"] for event in self.browser.events
                if event.get("sessionId") == self.session and event.get("method") == method]

    def wait_for(self, method, seconds=120):
        end = time.monotonic() + seconds
        while not self.own(method):
            message = self.browser.message(end - time.monotonic())
            if message is None:
                raise RuntimeError(f"no {method} in {seconds} s")
            self.browser.events.append(message)

    def settle(self):
        """Until what was asked for is laid out."""
        self.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))")

    def evaluate(self, expression):
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise RuntimeError(details.get("exception", {}).get("description") or details["text"])
        return result["result"].get("value")

    def troubles(self):
        """Errors, warnings and dialogs of the page, and every request but that for the page itself."""
        found = [event["exceptionDetails"].get("exception", {}).get("description", "exception")
                 for event in self.own("Runtime.exceptionThrown")]
        found += [str(event["args"]) for event in self.own("Runtime.consoleAPICalled")
                  if event["type"] in ("error", "warning", "assert")]
        found += [event["entry"]["text"] for event in self.own("Log.entryAdded")
                  if event["entry"]["level"] in ("error", "warning")]
        found += [f"dialog: {event['message']}" for event in self.own("Page.javascriptDialogOpening")]
        requests = self.own("Network.requestWillBeSent")
        return found + [f"request for {event['request']['url']}" for event in requests[1:]]

    def key(self, name, shift=False, text=None):
        codes = {"ArrowLeft": 37, "ArrowRight": 39, "Home": 36, "End": 35, "Tab": 9, " ": 32, "Enter": 13}
        code = codes.get(name, ord(name.upper()) if len(name) == 1 else 0)
        text = text or (name if len(name) == 1 else None)
        common = {"key": name, "modifiers": 8 if shift else 0, "windowsVirtualKeyCode": code}
        self.call("Input.dispatchKeyEvent", type="keyDown", **common, **({"text": text} if text else {}))
        self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    def move(self, x, y, buttons=0):
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y, buttons=buttons,
                  button="left" if buttons else "none")

    def press(self, x, y, kind):
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1,
                  buttons=1 if kind == "mousePressed" else 0)

    def drag(self, start, end, y):
        self.move(start, y)
        self.press(start, y, "mousePressed")
        for part in range(1, 5):
            self.move(start + (end - start) * part / 4, y, buttons=1)
        self.press(end, y, "mouseReleased")

    def tap(self, x, y):
        self.call("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        self.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def picture(self, path, clip=None):
        parameters = {"format": "png"}
        if clip:
            parameters.update(clip={**clip, "scale": 1}, captureBeyondViewport=True)
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.call("Page.captureScreenshot", **parameters)["data"]))

    def close(self):
        self.browser.call("Target.closeTarget", targetId=self.target)
