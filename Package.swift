// swift-tools-version: 6.2
import PackageDescription

/// A warning is an error: the build stays silent or it fails.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// Kernels run 50 to 400 times slower without optimisation, so tests of a debug build would crawl.
let optimisedInDebug: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// The engine is generic over its vectors: only with the whole module in view are they specialised, and a call through
/// a witness table a vector operation would be a hundred times slower. One output a file, as debug builds expect.
let optimisedAsAWhole: [SwiftSetting] = [
  .unsafeFlags(
    ["-O", "-whole-module-optimization", "-disable-batch-mode", "-num-threads", "2"],
    .when(configuration: .debug))
]

let package = Package(
  name: "seqc",
  products: [.executable(name: "seqc", targets: ["seqc"])],
  targets: [
    .systemLibrary(
      name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    // Rounding compiles to calls of libm where the CPU has no instruction for it; rounding is exact, so this stays
    // bit-stable. Nothing else of libm may be called (see ElementaryFunctions).
    .target(
      name: "SequenceIR", swiftSettings: strict + optimisedInDebug, linkerSettings: [.linkedLibrary("m")]),
    .target(
      name: "Optimizer", dependencies: ["SequenceIR"], swiftSettings: strict + optimisedAsAWhole),
    .target(
      name: "Backends", dependencies: ["SequenceIR", "CLibXML2"],
      swiftSettings: strict + optimisedInDebug),
    .executableTarget(
      name: "seqc", dependencies: ["SequenceIR", "Optimizer", "Backends"], swiftSettings: strict),
    // Not a product: `make bench-optimizer` runs it.
    .executableTarget(
      name: "OptimizerBenchmark", dependencies: ["Optimizer", "SequenceIR"], path: "benchmarks/optimizer",
      exclude: ["compare.py", "peer_torch.py", "requirements.txt", "run.sh"], swiftSettings: strict),
    // Not a product: `make conformance` compares its signals with those of another simulator.
    .executableTarget(
      name: "SpinDynamicsProbe", dependencies: ["Optimizer", "SequenceIR"], path: "conformance/probe",
      swiftSettings: strict),
    .target(
      name: "TestSupport", dependencies: ["SequenceIR"], path: "Tests/TestSupport",
      swiftSettings: strict),
    // What is asked of the readers whatever the bytes: by the tests, and by libFuzzer (`make fuzz`).
    .target(
      name: "FuzzTargets", dependencies: ["Backends", "SequenceIR"], path: "Tests/FuzzTargets",
      swiftSettings: strict + optimisedInDebug),
    .testTarget(
      name: "SequenceIRTests", dependencies: ["Backends", "SequenceIR", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "OptimizerTests", dependencies: ["Optimizer", "SequenceIR", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "BackendsTests", dependencies: ["Backends", "FuzzTargets", "SequenceIR", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "seqcTests",
      dependencies: ["seqc", "Backends", "Optimizer", "SequenceIR", "TestSupport"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
