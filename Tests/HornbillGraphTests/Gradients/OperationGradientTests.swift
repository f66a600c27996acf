import Glibc
import HornbillChecks
import Testing

@testable import HornbillGraph
@testable import HornbillTensor

@Suite("Gradients of operations")
struct OperationGradientTests {
    /// Those whose derivative is zero almost everywhere or that have none.
    static let withoutDerivative: Set<String> = [
        "sign", "ceil", "floor", "round", "trunc", "isnan", "isinf", "isfinite", "logical_not", "bitwise_invert",
        "signbit",
        "floor_divide", "nextafter", "equal", "not_equal", "less", "less_equal", "greater", "greater_equal",
        "logical_and",
        "logical_or", "logical_xor", "bitwise_and", "bitwise_or", "bitwise_xor", "bitwise_left_shift",
        "bitwise_right_shift",
        "stop_gradient", "one_hot", "any", "all", "argmax", "argmin", "argsort", "random_uniform", "random_normal",
        "random_truncated_normal", "exponent", "bitwise_count", "gcd", "lcm", "searchsorted",
        "lu_factor", "qr_raw", "eig", "eigvals", "lstsq",
        "random_integers", "random_distribution",
    ]

    @Test("gradients are the differences of values", arguments: Operation.registry.map(\.name))
    func equalsDifferences(name: String) throws {
        let operation = try #require(Operation.registry.first { $0.name == name })
        guard operation.gradient != nil else {
            #expect(
                OperationGradientTests.withoutDerivative.contains(name),
                "\(name) has no gradient rule; it needs one, or a place in the list of those without a derivative")
            return
        }
        let cases = try #require(try OperationCases.cases(of: name), "\(name) has a gradient rule that nothing checks")
        #expect(!cases.isEmpty && !OperationGradientTests.withoutDerivative.contains(name))
        for check in cases { #expect(try check.mismatch() == nil, "\(name)") }
    }

    @Test(
        "gradients of gradients are right too",
        arguments: Operation.registry.filter { $0.gradient != nil && $0.name != "ctc_loss" }.map(\.name))
    func second(name: String) throws {
        let cases = try #require(try OperationCases.cases(of: name))
        for check in cases.prefix(3) { #expect(try check.secondMismatch() == nil, "\(name)") }
    }

    @Test("what can be differentiated only once says so")
    func onlyOnce() throws {
        let check = try #require(try OperationCases.cases(of: "ctc_loss")?.first)
        #expect(throws: HornbillError.self) { try check.secondMismatch() }
    }

    @Test("every primitive that the sources define is in the registry, under a name of its own")
    func registryIsComplete() throws {
        let sources = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/") + "/Sources/HornbillTensor/"
        let defined = try ["Operations/Primitives/", "LinearAlgebra/Primitives/"].reduce(0) {
            try $0 + definitions(in: sources + $1)
        }
        #expect(defined > 25)
        #expect(Operation.registry.count == defined + ElementwiseOp.allCases.count)
        #expect(Set(Operation.registry.map(\.name)).count == Operation.registry.count)
        #expect(Operation.registry.allSatisfy { !$0.summary.isEmpty })
    }

    /// How many primitives the files of a folder define.
    private func definitions(in folder: String) throws -> Int {
        let stream = try #require(opendir(folder), "no folder \(folder)")
        defer { closedir(stream) }
        var defined = 0
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name.hasSuffix(".swift") else { continue }
            for line in try text(of: folder + name).split(separator: "\n") where line.hasPrefix("    static let ") {
                let isOperation =
                    line.contains(": Operation = ")
                    || ["= Operation(", "= reduction(", "= scan(", "= random("].contains { line.contains($0) }
                if isOperation { defined += 1 }
            }
        }
        return defined
    }

    private func text(of path: String) throws -> String {
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
