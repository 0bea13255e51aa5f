@main struct Seqc { static func main() { print("seqc") } }
