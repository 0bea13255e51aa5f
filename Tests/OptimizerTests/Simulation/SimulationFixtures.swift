// Designs with molecules of their own, and their simulation.
import Optimizer
import SequenceIR
import TestSupport
import Testing

enum SimulationFixtures {
  /// 2.8936 T of a Prisma.
  static let fieldTesla = 2.8936
  static let hertzPerPPM = Nucleus.proton.hertzPerTesla * fieldTesla * 1e-6

  /// A design whose shots are `body`, played four times.
  static func design(_ body: String, declarations: String = "", repetitions: Int = 4) -> String {
    """
    design "test"
    scanner siemens-prisma
    voxel 20 mm, 20 mm, 20 mm
    pulse hard = rect(flip: 90 deg, duration: 20 us, use: excitation)
    pulse turn = rect(flip: 180 deg, duration: 20 us, use: refocusing)
    pulse slab = slr(flip: 90 deg, duration: 4 ms, bandwidth: 4 kHz, use: excitation)
    molecule rest {
      spin H at 4.7 ppm
    }
    molecule three {
      spin H at 4.7 ppm times 3
      t1 1.5 s
      t2 146 ms
    }
    molecule pair {
      spin A at 4.7 ppm
      spin X at 7.5 ppm
      couple A, X 6.93 Hz
    }
    molecule left {
      spin H at 5.7 ppm
    }
    \(declarations)
    sequence {
      repeat \(repetitions) as n {
        \(body)
        fill to 2 s
      }
    }
    """
  }

  static let pulseAcquire = design("hard\nacquire 512 points dwell 0.5 ms")

  static func spinEcho(milliseconds: Double) -> String {
    design(
      """
      hard phase by n (0, 180) deg
      turn phase 90 deg at \(milliseconds / 2) ms
      acquire 512 points dwell 0.5 ms phase by n (0, 180) deg echo at \(milliseconds) ms
      """)
  }

  static func sequence(_ design: String) throws -> SequenceIR.Sequence {
    let run = DesignRun(design)
    return try #require(run.sequence, "\(run.rendered)")
  }

  static func molecules(
    _ names: [String], of run: DesignRun, set: SpinParameterSet? = nil
  ) throws -> SimulationMolecules {
    let output = try #require(run.output)
    return try SimulationMolecules(
      names.map { SimulationMolecules.Wanted($0) }, set: set,
      context: SimulationMolecules.Context(
        nucleus: output.nucleus, request: output.optimization, own: output.molecules,
        spectrometerHertz: hertzPerPPM * 1e6))
  }

  static func simulate(
    _ design: String, _ names: [String], change: (inout SpectrumSimulation.Conditions) -> Void = { _ in }
  ) throws -> SpectrumSimulation {
    let run = DesignRun(design)
    let sequence = try #require(run.sequence, "\(run.rendered)")
    var conditions = SpectrumSimulation.Conditions()
    change(&conditions)
    return try SpectrumSimulation(
      of: sequence, molecules: molecules(names, of: run), conditions: conditions,
      fieldHertzPerPPM: hertzPerPPM, referencePPM: 4.7)
  }
}
