// The export that other programs read is JSON, and says what the sample says.
import Foundation
import SequenceIR
import TestSupport
import Testing

@Suite struct WaveformExportTests {
  @Test func exportOfTheSampleIsAsAccepted() {
    Golden.expect(
      WaveformExport.json(of: SampleSequence.make()), at: "golden/write/sample.waveforms.json")
  }

  @Test func exportIsJSONWithOneRowForEachBlockPlayed() throws {
    let text = WaveformExport.json(of: SampleSequence.make())
    let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let blocks = try #require(parsed?["blocks"] as? [[Any]])
    #expect(blocks.count == 7)
    #expect(blocks[1][0] as? Double == 3.0)
    #expect((parsed?["gradients"] as? [Any])?.count == 2)
  }
}
