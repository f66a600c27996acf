import Testing

@testable import HornbillTensor

@Suite("Functions by name as in NumPy") struct FunctionTests {
    static let functions = Dictionary(
        Function.tensorFunctions.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// What is wrong with one case, or nil.
    private func mismatch(_ record: JSON) throws -> String? {
        let name = try #require(record["f"]?.stringValue)
        let function = try #require(FunctionTests.functions[name], "no function \(name)")
        let inputs = try #require(record["in"]?.arrayValue).map { $0.isNull ? nil : try Tensor(numPy: $0) }
        let attributes = Attributes(record["attrs"]?.objectValue ?? JSON.Object())
        if record["error"] != nil {
            do {
                return "no error but \(try function(inputs, attributes))"
            } catch is HornbillError {
                return nil
            }
        }
        let wanted = try #require(record["out"]?.arrayValue)
        let got = try function(inputs, attributes)
        if got.count != wanted.count { return "\(got.count) results, expected \(wanted.count)" }
        for (result, json) in zip(got, wanted) {
            if let difference = try result.difference(from: json, tolerance: record["tol"]?.doubleValue ?? 0) { return difference }
        }
        return nil
    }

    @Test("Every recorded call gives NumPy's dtype, shape and values, or an error where NumPy has one")
    func recorded() throws {
        var failures: [String: Int] = [:], seen: Set<String> = []
        for record in try numPyCases("functions") {
            let name = record["f"]?.stringValue ?? ""
            seen.insert(name)
            let text: String?
            do { text = try mismatch(record) } catch { text = "\(error)" }
            guard let text else { continue }
            failures[name, default: 0] += 1
            // A few of each say what is wrong.
            if failures[name, default: 0] <= 3 { Issue.record("\(record): \(text)") }
        }
        #expect(failures.isEmpty, "\(failures)")
        #expect(seen.count > 100)
    }
}
