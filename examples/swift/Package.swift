// swift-tools-version: 6.0
import PackageDescription

// The lesson in Swift, as a package of its own that depends on Hornbill:
//
//     swift run -c release lesson ../../python/hornbill/datasets/mnist-5k.npz
//
// For full speed on an x86 processor of the last ten years, add `-Xcc -march=x86-64-v3`.
let package = Package(
    name: "lesson",
    dependencies: [.package(name: "Hornbill", path: "../..")],
    targets: [
        .executableTarget(name: "lesson", dependencies: [.product(name: "Hornbill", package: "Hornbill")])
    ]
)
