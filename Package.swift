// swift-tools-version: 6.0
import PackageDescription

// The boxes of docs/architecture.md, lowest first. A lower target never
// depends on a higher one.
let package = Package(
    name: "Hornbill",
    products: [
        .library(name: "Hornbill", targets: ["Hornbill"]),
        .library(name: "hornbill", type: .dynamic, targets: ["HornbillC"]),
    ],
    targets: [
        .systemLibrary(name: "CDNNL", providers: [.apt(["libdnnl-dev"])]),
        .systemLibrary(name: "CGomp"),
        .systemLibrary(name: "CIntrinsics"),
        .systemLibrary(name: "CVectorLoops"),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "HornbillKernels", dependencies: ["CDNNL", "CGomp", "CIntrinsics", "CVectorLoops"]),
        .target(name: "HornbillTensor", dependencies: ["HornbillKernels"]),
        .target(name: "HornbillGraph", dependencies: ["HornbillTensor"]),
        .target(name: "HornbillNN", dependencies: ["HornbillGraph"]),
        .target(name: "HornbillData", dependencies: ["HornbillTensor", "CZlib"]),
        .target(name: "Hornbill", dependencies: ["HornbillNN", "HornbillData"]),
        // include/hornbill.h, which HornbillC implements.
        .systemLibrary(name: "CHornbill"),
        .target(name: "HornbillC", dependencies: ["CHornbill", "Hornbill"], exclude: ["Linking"]),
        // What tests of several targets check with.
        .target(name: "HornbillChecks", dependencies: ["HornbillGraph"], path: "Tests/HornbillChecks"),
        .testTarget(name: "HornbillTensorTests", dependencies: ["HornbillTensor", "HornbillGraph", "HornbillChecks"]),
        .testTarget(name: "HornbillGraphTests", dependencies: ["HornbillGraph", "HornbillChecks"]),
        .testTarget(name: "HornbillKernelsTests", dependencies: ["HornbillKernels"]),
        .testTarget(name: "HornbillNNTests", dependencies: ["HornbillNN", "HornbillChecks"]),
        .testTarget(name: "HornbillTests", dependencies: ["Hornbill"]),
        .testTarget(name: "HornbillCTests", dependencies: ["CHornbill", "HornbillC"]),
    ],
    swiftLanguageModes: [.v5]
)
