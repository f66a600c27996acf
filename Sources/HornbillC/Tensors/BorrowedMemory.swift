import CHornbill
import Hornbill

/// Elements in the memory of a C program, described as C programs do: an address, a shape and strides in bytes.
struct BorrowedMemory {
    let data: UnsafeMutableRawPointer?
    let dtype: DType
    let shape: [Int]
    let count: Int
    /// In bytes.
    let strides: [Int]
    /// The lowest and highest byte of an element, counted from `data`; the highest is not included.
    let extent: Range<Int>

    /// Checks everything that can be checked without looking at the memory.
    init(
        _ data: UnsafeRawPointer?, _ rawDType: hbl_dtype, _ ndim: Int32, _ rawShape: UnsafePointer<Int64>?,
        _ rawStrides: UnsafePointer<Int64>?
    ) throws {
        dtype = try HornbillC.dtype(rawDType)
        shape = try HornbillC.shape(ndim, rawShape)
        count = try Strides.count(shape)
        let size = dtype.size
        guard count <= Int.max / 16 else {
            throw HornbillError(.invalidArgument, "the shape \(shapeText(shape)) has too many elements")
        }
        strides =
            try rawStrides == nil
            ? Strides.contiguous(shape).map { $0 &* size } : lengths(ndim, rawStrides, "strides")
        self.data = count == 0 ? nil : UnsafeMutableRawPointer(mutating: try pointer(data, "data"))
        extent = count == 0 ? 0 ..< 0 : try BorrowedMemory.extent(shape, strides, size)
    }

    private static func extent(_ shape: [Int], _ strides: [Int], _ size: Int) throws -> Range<Int> {
        var low = 0, high = size
        for (length, stride) in zip(shape, strides) {
            let (span, tooFar) = (length - 1).multipliedReportingOverflow(by: stride)
            // 2⁵⁶ bytes are more than any address space has; sums of 64 such spans cannot overflow.
            guard !tooFar, span.magnitude < 1 << 56 else {
                throw HornbillError(
                    .invalidArgument,
                    "shape \(shapeText(shape)) with strides \(shapeText(strides)) reaches beyond all memory")
            }
            if span < 0 { low += span } else { high += span }
        }
        return low ..< high
    }

    /// Whether the engine can look at the memory as it is: elements lie at distances that are multiples of their size.
    var isAligned: Bool {
        let size = dtype.size
        return UInt(bitPattern: data).isMultiple(of: UInt(dtype.alignment)) && strides.allSatisfy { $0.isMultiple(of: size) }
    }

    /// A tensor that looks at the memory, which must be aligned.
    func view(isReadOnly: Bool, onRelease: @escaping () -> Void) throws -> Tensor {
        guard isAligned else {
            throw HornbillError(
                .invalidArgument,
                "borrowed memory: expected an address that is a multiple of \(dtype.alignment) and strides that are "
                    + "multiples of \(dtype.size) bytes for \(dtype.name), got strides \(shapeText(strides))")
        }
        let size = dtype.size
        let start = data.map { $0 + extent.lowerBound } ?? BorrowedMemory.nothing
        let storage = Storage(
            borrowing: start, byteCount: extent.count, isReadOnly: isReadOnly, onRelease: onRelease)
        let layout = Layout(dtype, shape, strides: strides.map { $0 / size })
        return try Tensor(storage: storage, offset: -extent.lowerBound, layout: layout)
    }

    /// A dense copy.
    func copy() throws -> Tensor {
        let result = try Tensor(uninitialized: dtype, shape)
        guard let data else { return result }
        let target = try result.pointer()
        let size = dtype.size
        if strides == Strides.contiguous(shape).map({ $0 * size }) {
            target.copyMemory(from: data, byteCount: count * size)
        } else if isAligned {
            return try view(isReadOnly: true, onRelease: {}).copy()
        } else {
            var next = target
            copyElements(axis: 0, from: data, to: &next)
        }
        return result
    }

    /// Copies byte by byte, which does not mind how elements are aligned.
    private func copyElements(axis: Int, from source: UnsafeRawPointer, to next: inout UnsafeMutableRawPointer) {
        if axis == shape.count {
            next.copyMemory(from: source, byteCount: dtype.size)
            next += dtype.size
            return
        }
        for index in 0 ..< shape[axis] {
            copyElements(axis: axis + 1, from: source + index * strides[axis], to: &next)
        }
    }

    /// An address for tensors without elements, which need none.
    private static let nothing = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 64)
}
