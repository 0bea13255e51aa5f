/// Something a check needs of a profile that is not one figure: constants of a model, forbidden bands.
struct ProfilePart: Sendable {
  /// The statement that gives it: `pns-safe`.
  var statement: String
  /// A line that a site would write.
  var example: String
  /// How sure each of its lines is; empty when the profile has none.
  var confidences: @Sendable (ScannerProfile) -> [Confidence]

  static let safeNerves = safe(.nerves, "; or pns-file \"MP_GPA_NAME.asc\" and gradient-coil \"NAME\"")
  static let safeHeart = safe(.heart, "")

  static let forbiddenBands = ProfilePart(
    statement: "acoustic-band",
    example: "acoustic-band NUMBER Hz width NUMBER Hz site \"WHERE THE NUMBERS COME FROM\"",
    confidences: { $0.forbiddenBands.map(\.confidence) })

  private static func safe(_ tissue: StimulatedTissue, _ more: String) -> ProfilePart {
    ProfilePart(
      statement: tissue.statement,
      example:
        "\(tissue.statement) x tau N N N ms weights N N N limit N T/m/s scale N site \"WHERE\", and y, and z\(more)",
      confidences: { profile in
        guard let constants = profile.safe[tissue], constants.isComplete else { return [] }
        return [constants.confidence]
      })
  }
}
