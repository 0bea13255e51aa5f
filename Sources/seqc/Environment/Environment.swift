/// What a command may touch of the world: the terminal and the files. Tests give one of their own.
struct Environment {
  let console: Console
  let files: FileSystem
  let terminal: Terminal
  var interruption = Interruption.none
}
