/// NIfTI-MRS files, read by offsets as nifti2.h has them.
import Backends
import SequenceIR
import Testing

@Suite struct NIfTIMRSTests {
  /// A reader that knows nothing of the writer.
  private struct Reader {
    let bytes: [UInt8]

    func unsigned(_ offset: Int, _ count: Int) -> UInt64 {
      (0..<count).reduce(0) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) }
    }
    func int16(_ offset: Int) -> Int { Int(Int16(truncatingIfNeeded: unsigned(offset, 2))) }
    func int32(_ offset: Int) -> Int { Int(Int32(truncatingIfNeeded: unsigned(offset, 4))) }
    func int64(_ offset: Int) -> Int { Int(Int64(truncatingIfNeeded: unsigned(offset, 8))) }
    func double(_ offset: Int) -> Double { Double(bitPattern: unsigned(offset, 8)) }
    func float(_ offset: Int) -> Float { Float(bitPattern: UInt32(unsigned(offset, 4))) }
    func text(_ offset: Int, _ count: Int) -> String {
      String(decoding: bytes[offset..<(offset + count)].prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  private func metadata(
    _ nucleus: Nucleus = .proton, hertz: Double = 123_200_000, description: String = "simulated"
  ) -> NIfTIMRSMetadata {
    var own = JSONObject()
    own.add("Description", "of the test")
    return NIfTIMRSMetadata(
      description: description, nucleus: nucleus, spectrometerHertz: hertz, referencePPM: 4.7,
      spectralWidthHertz: 4000, echoTimeSeconds: 0.03, acquisitionStartSeconds: nil, sequenceName: "se",
      conversionMethod: "seqc", originalFile: "se.seq", own: [("Simulation", own)])
  }

  private func image(
    _ count: Int = 1, voxel: [Double]? = [20, 25, 30], metadata: NIfTIMRSMetadata? = nil
  ) -> NIfTIMRSImage {
    var header = JSONObject()
    header.add("EditCondition", raw: "[\"ON\",\"OFF\"]")
    let dimension = NIfTIMRSImage.Dimension(tag: "DIM_EDIT", size: count, info: "two", header: header)
    return NIfTIMRSImage(
      metadata: metadata ?? self.metadata(), dwellSeconds: 0.00025, voxelMillimetres: voxel,
      dimensions: count > 1 ? [dimension] : [],
      signals: (0..<count).map { ([1, 2, 3 + Double($0)], [4, 5, -6]) })
  }

  @Test func headerStandsWhereTheStandardHasIt() {
    let file = Reader(bytes: image().bytes)
    #expect(file.int32(0) == 540 && Array(file.bytes[4..<12]) == [110, 43, 50, 0, 13, 10, 26, 10])
    #expect(file.int16(12) == 32 && file.int16(14) == 64)
    #expect((0..<8).map { file.int64(16 + 8 * $0) } == [4, 1, 1, 1, 3, 1, 1, 1])
    #expect((0..<5).map { file.double(104 + 8 * $0) } == [1, 20, 25, 30, 0.00025])
    #expect(file.int64(168) % 16 == 0 && file.double(176) == 1 && file.double(184) == 0)
    #expect(file.text(240, 80) == "simulated" && file.int32(344) == 0 && file.int32(348) == 0)
    #expect(file.int32(500) == 10 && file.text(508, 16) == "mrs_v0_11")
    #expect(Array(file.bytes[540..<544]) == [1, 0, 0, 0] && file.int32(548) == 44)
    #expect(544 + file.int32(544) == file.int64(168) && file.int32(544) % 16 == 0)
    #expect(file.bytes.count == file.int64(168) + 3 * 8)
  }

  @Test func signalsAreStoredTurningTheOtherWay() {
    let file = Reader(bytes: image().bytes)
    let data = file.int64(168)
    #expect((0..<6).map { file.float(data + 4 * $0) } == [1, -4, 2, -5, 3, 6])
  }

  @Test func secondSignalFollowsTheFirstAndItsDimensionIsNamed() {
    let file = Reader(bytes: image(2).bytes)
    #expect((0..<6).map { file.int64(16 + 8 * $0) } == [5, 1, 1, 1, 3, 2])
    #expect(file.float(file.int64(168) + 3 * 8 + 2 * 8) == 4)
    let json = file.text(552, file.int32(544) - 8)
    #expect(json.contains("\"dim_5\":\"DIM_EDIT\"") && json.contains("\"EditCondition\":[\"ON\",\"OFF\"]"))
  }

  @Test func metadataAreNumbersWithFractionsAndTheNucleusInCapitals() throws {
    let sodium = try #require(Nucleus.named("23Na"))
    let file = Reader(bytes: image(metadata: metadata(sodium, hertz: 32_000_000)).bytes)
    let json = file.text(552, file.int32(544) - 8)
    #expect(
      json.hasPrefix(
        "{\"SpectrometerFrequency\":[32.0],\"ResonantNucleus\":[\"23NA\"],\"SpectralWidth\":4000.0,"))
    #expect(json.contains("\"SpecFreqChemShift\":4.7") && json.contains("\"EchoTime\":0.03"))
    #expect(!json.contains("AcquisitionStartTime") && !json.contains("dim_5"))
  }

  @Test func voxelThatIsNotKnownIsTenMetres() {
    let file = Reader(bytes: image(voxel: nil).bytes)
    #expect((1...3).map { file.double(104 + 8 * $0) } == [10_000, 10_000, 10_000])
  }

  @Test func descriptionIsCutAtAWholeCharacter() {
    let text = String(repeating: "ä", count: 60)
    let file = Reader(bytes: image(metadata: metadata(description: text)).bytes)
    #expect(file.text(240, 80) == String(repeating: "ä", count: 39))
  }

  @Test func gzipHoldsTheBytesWithTheirSums() {
    // The check value of the polynomial, as catalogues of check sums give it.
    #expect(Gzip.crc32(Array("123456789".utf8)) == 0xCBF4_3926)
    let bytes = (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* $0) }
    let packed = Reader(bytes: Gzip.stored(bytes))
    #expect(Array(packed.bytes[0..<4]) == [0x1F, 0x8B, 8, 0])
    #expect(packed.bytes[10] == 0 && packed.unsigned(11, 2) == 65_535 && packed.unsigned(13, 2) == 0)
    #expect(Array(packed.bytes[15..<(15 + 65_535)]) == Array(bytes[..<65_535]))
    let second = 15 + 65_535
    #expect(packed.bytes[second] == 1 && packed.unsigned(second + 1, 2) == 70_000 - 65_535)
    let end = second + 5 + 70_000 - 65_535
    #expect(packed.unsigned(end, 4) == UInt64(Gzip.crc32(bytes)) && packed.unsigned(end + 4, 4) == 70_000)
    #expect(packed.bytes.count == end + 8)
  }
}
