/// The kernel of an operation in a compute type (bool, the integers, float32, float64, the complex types), or nil if it has none.
public func elementwiseKernel(_ op: ElementwiseOp, _ computeType: DType) -> TileKernel? {
    KernelTable.entries[Int(op.rawValue) &* KernelTable.types &+ Int(computeType.rawValue)]
}

/// One entry for each operation and dtype, filled when first used.
struct KernelTable {
    static let types = DType.allCases.count

    static let entries: UnsafeMutablePointer<TileKernel?> = {
        var table = KernelTable()
        registerCopies(&table)
        registerBool(&table)
        registerIntegers(&table)
        registerSignedIntegers(&table)
        registerUnsignedIntegers(&table)
        registerFloat32(&table)
        registerFloat64(&table)
        registerComplex64(&table)
        registerComplex128(&table)
        registerMore(&table)
        registerWide(&table)
        return table.storage
    }()

    private let storage: UnsafeMutablePointer<TileKernel?>

    private init() {
        let count = ElementwiseOp.allCases.count * KernelTable.types
        storage = .allocate(capacity: count)
        storage.initialize(repeating: nil, count: count)
    }

    func kernel(_ op: ElementwiseOp, _ type: DType) -> TileKernel? {
        storage[Int(op.rawValue) * KernelTable.types + Int(type.rawValue)]
    }

    /// Makes `kernel` the kernel of `op` in each of `types`: those whose bits it treats alike.
    func set(_ op: ElementwiseOp, _ types: DType..., kernel: TileKernel?) {
        for type in types { storage[Int(op.rawValue) * KernelTable.types + Int(type.rawValue)] = kernel }
    }
}
