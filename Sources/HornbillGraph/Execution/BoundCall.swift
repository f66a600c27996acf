/// A step with its addresses, ready to run.
///
/// Programs hold it and call it without counting references: the count of what several threads use would travel between
/// their caches, which takes longer than a small step.
final class BoundCall {
    private let body: () throws -> Void

    init(_ body: @escaping () throws -> Void) { self.body = body }

    @inline(__always)
    func run() throws { try body() }
}

extension Unmanaged<BoundCall> {
    @inline(__always)
    func run() throws { try _withUnsafeGuaranteedRef { try $0.run() } }
}
