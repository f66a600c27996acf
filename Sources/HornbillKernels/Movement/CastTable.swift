/// The kernel that converts contiguous elements of one type to another in one step, or nil if the way leads over
/// float32 (16-bit floats from and to anything else) or float64 (complex128 from and to integers).
///
/// The result may be exactly the operand if both types have one size.
func castKernel(from: DType, to: DType) -> TileKernel? {
    CastTable.entries[Int(from.rawValue) &* KernelTable.types &+ Int(to.rawValue)]
}

/// One entry for each pair of types, filled when first used.
struct CastTable {
    static let entries: UnsafeMutablePointer<TileKernel?> = {
        let table = CastTable()
        for type in DType.allCases { table.set(type, type, kernel: elementwiseKernel(.copy, type)) }
        table.set(.float16, .float16) { d, a, _, _, n in copyBytes(d, a, n &* 2) }
        table.set(.bfloat16, .bfloat16) { d, a, _, _, n in copyBytes(d, a, n &* 2) }
        registerIntegerCasts(table)
        registerFloatToInteger(table)
        registerIntegerToFloat(table)
        registerFloatCasts(table)
        registerBoolCasts(table)
        registerComplexCasts(table)
        return table.storage
    }()

    private let storage: UnsafeMutablePointer<TileKernel?>

    private init() {
        let count = KernelTable.types * KernelTable.types
        storage = .allocate(capacity: count)
        storage.initialize(repeating: nil, count: count)
    }

    func kernel(_ from: DType, _ to: DType) -> TileKernel? {
        storage[Int(from.rawValue) * KernelTable.types + Int(to.rawValue)]
    }

    func set(_ from: DType, _ to: DType..., kernel: TileKernel?) {
        for type in to { storage[Int(from.rawValue) * KernelTable.types + Int(type.rawValue)] = kernel }
    }
}
