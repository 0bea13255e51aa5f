/// The modules that ship with `seqc`, as texts of the design language: `include water_suppression`.
package enum ModuleLibrary {
  package static let all: [(name: String, text: String)] = [
    ("water_suppression", waterSuppression), ("outer_volume", outerVolume),
  ]

  /// The library that has a module of this name.
  static func library(of module: String) -> String? {
    all.first { $0.text.contains("module \(module)(") }?.name
  }

  package static func text(_ name: String) -> String? { all.first { $0.name == name }?.text }

  /// VAPOR: seven pulses with optimised flip angles and delays, Tkac et al., Magn Reson Med 41 (1999) 649: relative
  /// flip angles 1, 1, 1.78, 1, 1.78, 1, 1.78 and delays 150, 80, 160, 80, 100, 30, 26 ms between centres, the last to
  /// the excitation. They were optimised for the T1 range of brain water at 9.4 T and serve at 3 T too.
  private static let waterSuppression = """
    module vapor(flip = 85 deg, duration = 8 ms, bandwidth = 160 Hz, water = 4.7 ppm, across = 20 mm) {
      # Water suppression that hardly depends on B1 and T1: seven Gaussian pulses with spoilers between them (VAPOR).
      # flip: of the weak pulses, the strong ones are 1.78 times as large; water: shift of the water line;
      # across: the length that the spoilers dephase. Where the scanner takes RF events longer than 8.192 ms, a
      # duration of 15 ms and a bandwidth of 135 Hz spare more of the spectrum beside the water.
      # The excitation follows 26 ms after the last pulse: excite, slice x at 26 ms after suppression
      pulse weak   = gauss(flip: flip, duration: duration, bandwidth: bandwidth, use: saturation)
      pulse strong = gauss(flip: 1.78 * flip, duration: duration, bandwidth: bandwidth, use: saturation)
      weak   carrier water as vapor_1
      spoil x 8 cycles across across
      weak   carrier water as vapor_2 at 150 ms after vapor_1
      spoil y 9 cycles across across
      strong carrier water as vapor_3 at 80 ms after vapor_2
      spoil z 10 cycles across across
      weak   carrier water as vapor_4 at 160 ms after vapor_3
      spoil x 11 cycles across across
      strong carrier water as vapor_5 at 80 ms after vapor_4
      spoil y 12 cycles across across
      weak   carrier water as vapor_6 at 100 ms after vapor_5
      spoil z 13 cycles across across
      strong carrier water as suppression at 30 ms after vapor_6
      spoil x y z 8 cycles across across
    }

    # Water suppression by one to four equal pulses in a row (CHESS), each followed by a spoiler on another axis.
    module chess(flip = 90 deg, duration = 8 ms, bandwidth = 160 Hz, water = 4.7 ppm, across = 20 mm) {
      pulse saturate = gauss(flip: flip, duration: duration, bandwidth: bandwidth, use: saturation)
      saturate carrier water
      spoil x 12 cycles across across
      saturate carrier water
      spoil y 12 cycles across across
      saturate carrier water
      spoil z 12 cycles across across
    }
    """

  private static let outerVolume = """
    # Saturates two slabs on either side of the voxel on each axis, so that signal from outside cannot fold in.
    # slab: thickness of each slab. gap: between the voxel's edge and the slab. flip: of each pulse.
    module outer_volume(slab = 30 mm, gap = 2 mm, flip = 90 deg, duration = 4 ms, bandwidth = 4 kHz) {
      pulse saturate = slr(flip: flip, duration: duration, bandwidth: bandwidth, use: saturation)
      let x = voxel.x / 2 + gap + slab / 2
      let y = voxel.y / 2 + gap + slab / 2
      let z = voxel.z / 2 + gap + slab / 2
      saturate, slice x thickness slab offset voxel_centre.x + x
      spoil y 8 cycles across voxel.y
      saturate, slice x thickness slab offset voxel_centre.x - x
      spoil z 8 cycles across voxel.z
      saturate, slice y thickness slab offset voxel_centre.y + y
      spoil x 9 cycles across voxel.x
      saturate, slice y thickness slab offset voxel_centre.y - y
      spoil z 9 cycles across voxel.z
      saturate, slice z thickness slab offset voxel_centre.z + z
      spoil x 10 cycles across voxel.x
      saturate, slice z thickness slab offset voxel_centre.z - z
      spoil x y z 11 cycles across voxel.x
    }
    """
}
