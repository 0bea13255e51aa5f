/// The four words that the chunks of MD5 are mixed into (RFC 1321, section 3.4).
///
/// The 64 steps are written out, each with the word of the chunk it takes, floor(2^32 |sin(i)|), i from 1, as the RFC
/// tabulates it, and its rotation: a loop that looks these up takes twice the time, and every byte that is read or
/// written goes through here.
struct MD5State {
  private var a: UInt32 = 0x6745_2301
  private var b: UInt32 = 0xefcd_ab89
  private var c: UInt32 = 0x98ba_dcfe
  private var d: UInt32 = 0x1032_5476

  var words: [UInt32] { [a, b, c, d] }

  /// One chunk: the 64 bytes from `offset` on.
  mutating func mix(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    let chunk = Chunk(bytes, offset)
    // A copy, whose words stay in registers: those of `self` would be written back after every step.
    var mixed = self
    mixed.firstRound(chunk)
    mixed.secondRound(chunk)
    mixed.thirdRound(chunk)
    mixed.fourthRound(chunk)
    a &+= mixed.a
    b &+= mixed.b
    c &+= mixed.c
    d &+= mixed.d
  }

  /// Sixteen words, each with the lowest byte first.
  private struct Chunk {
    let bytes: UnsafeRawBufferPointer
    let offset: Int

    init(_ bytes: UnsafeRawBufferPointer, _ offset: Int) {
      precondition(offset >= 0 && offset + 64 <= bytes.count)
      self.bytes = bytes
      self.offset = offset
    }

    @inline(__always)
    subscript(word: Int) -> UInt32 {
      UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 4 * word, as: UInt32.self))
    }
  }

  /// The sum of a step, rotated left, on the word beside it; then the four words change places.
  @inline(__always)
  private mutating func step(_ mixed: UInt32, _ word: UInt32, _ sine: UInt32, _ shift: UInt32) {
    let sum = a &+ mixed &+ sine &+ word
    (a, d, c, b) = (d, c, b, b &+ (sum &<< shift | sum &>> (32 &- shift)))
  }

  @inline(__always)
  private mutating func firstRound(_ chunk: Chunk) {
    step(d ^ (b & (c ^ d)), chunk[0], 0xd76a_a478, 7)
    step(d ^ (b & (c ^ d)), chunk[1], 0xe8c7_b756, 12)
    step(d ^ (b & (c ^ d)), chunk[2], 0x2420_70db, 17)
    step(d ^ (b & (c ^ d)), chunk[3], 0xc1bd_ceee, 22)
    step(d ^ (b & (c ^ d)), chunk[4], 0xf57c_0faf, 7)
    step(d ^ (b & (c ^ d)), chunk[5], 0x4787_c62a, 12)
    step(d ^ (b & (c ^ d)), chunk[6], 0xa830_4613, 17)
    step(d ^ (b & (c ^ d)), chunk[7], 0xfd46_9501, 22)
    step(d ^ (b & (c ^ d)), chunk[8], 0x6980_98d8, 7)
    step(d ^ (b & (c ^ d)), chunk[9], 0x8b44_f7af, 12)
    step(d ^ (b & (c ^ d)), chunk[10], 0xffff_5bb1, 17)
    step(d ^ (b & (c ^ d)), chunk[11], 0x895c_d7be, 22)
    step(d ^ (b & (c ^ d)), chunk[12], 0x6b90_1122, 7)
    step(d ^ (b & (c ^ d)), chunk[13], 0xfd98_7193, 12)
    step(d ^ (b & (c ^ d)), chunk[14], 0xa679_438e, 17)
    step(d ^ (b & (c ^ d)), chunk[15], 0x49b4_0821, 22)
  }

  @inline(__always)
  private mutating func secondRound(_ chunk: Chunk) {
    step(c ^ (d & (b ^ c)), chunk[1], 0xf61e_2562, 5)
    step(c ^ (d & (b ^ c)), chunk[6], 0xc040_b340, 9)
    step(c ^ (d & (b ^ c)), chunk[11], 0x265e_5a51, 14)
    step(c ^ (d & (b ^ c)), chunk[0], 0xe9b6_c7aa, 20)
    step(c ^ (d & (b ^ c)), chunk[5], 0xd62f_105d, 5)
    step(c ^ (d & (b ^ c)), chunk[10], 0x0244_1453, 9)
    step(c ^ (d & (b ^ c)), chunk[15], 0xd8a1_e681, 14)
    step(c ^ (d & (b ^ c)), chunk[4], 0xe7d3_fbc8, 20)
    step(c ^ (d & (b ^ c)), chunk[9], 0x21e1_cde6, 5)
    step(c ^ (d & (b ^ c)), chunk[14], 0xc337_07d6, 9)
    step(c ^ (d & (b ^ c)), chunk[3], 0xf4d5_0d87, 14)
    step(c ^ (d & (b ^ c)), chunk[8], 0x455a_14ed, 20)
    step(c ^ (d & (b ^ c)), chunk[13], 0xa9e3_e905, 5)
    step(c ^ (d & (b ^ c)), chunk[2], 0xfcef_a3f8, 9)
    step(c ^ (d & (b ^ c)), chunk[7], 0x676f_02d9, 14)
    step(c ^ (d & (b ^ c)), chunk[12], 0x8d2a_4c8a, 20)
  }

  @inline(__always)
  private mutating func thirdRound(_ chunk: Chunk) {
    step(b ^ c ^ d, chunk[5], 0xfffa_3942, 4)
    step(b ^ c ^ d, chunk[8], 0x8771_f681, 11)
    step(b ^ c ^ d, chunk[11], 0x6d9d_6122, 16)
    step(b ^ c ^ d, chunk[14], 0xfde5_380c, 23)
    step(b ^ c ^ d, chunk[1], 0xa4be_ea44, 4)
    step(b ^ c ^ d, chunk[4], 0x4bde_cfa9, 11)
    step(b ^ c ^ d, chunk[7], 0xf6bb_4b60, 16)
    step(b ^ c ^ d, chunk[10], 0xbebf_bc70, 23)
    step(b ^ c ^ d, chunk[13], 0x289b_7ec6, 4)
    step(b ^ c ^ d, chunk[0], 0xeaa1_27fa, 11)
    step(b ^ c ^ d, chunk[3], 0xd4ef_3085, 16)
    step(b ^ c ^ d, chunk[6], 0x0488_1d05, 23)
    step(b ^ c ^ d, chunk[9], 0xd9d4_d039, 4)
    step(b ^ c ^ d, chunk[12], 0xe6db_99e5, 11)
    step(b ^ c ^ d, chunk[15], 0x1fa2_7cf8, 16)
    step(b ^ c ^ d, chunk[2], 0xc4ac_5665, 23)
  }

  @inline(__always)
  private mutating func fourthRound(_ chunk: Chunk) {
    step(c ^ (b | ~d), chunk[0], 0xf429_2244, 6)
    step(c ^ (b | ~d), chunk[7], 0x432a_ff97, 10)
    step(c ^ (b | ~d), chunk[14], 0xab94_23a7, 15)
    step(c ^ (b | ~d), chunk[5], 0xfc93_a039, 21)
    step(c ^ (b | ~d), chunk[12], 0x655b_59c3, 6)
    step(c ^ (b | ~d), chunk[3], 0x8f0c_cc92, 10)
    step(c ^ (b | ~d), chunk[10], 0xffef_f47d, 15)
    step(c ^ (b | ~d), chunk[1], 0x8584_5dd1, 21)
    step(c ^ (b | ~d), chunk[8], 0x6fa8_7e4f, 6)
    step(c ^ (b | ~d), chunk[15], 0xfe2c_e6e0, 10)
    step(c ^ (b | ~d), chunk[6], 0xa301_4314, 15)
    step(c ^ (b | ~d), chunk[13], 0x4e08_11a1, 21)
    step(c ^ (b | ~d), chunk[4], 0xf753_7e82, 6)
    step(c ^ (b | ~d), chunk[11], 0xbd3a_f235, 10)
    step(c ^ (b | ~d), chunk[2], 0x2ad7_d2bb, 15)
    step(c ^ (b | ~d), chunk[9], 0xeb86_d391, 21)
  }
}
