import CHornbill
import Glibc
import Hornbill

// Reading what C programs pass. Nothing is believed but that pointers point at what they should.

/// The largest number of members of an array argument: more can only be a mistake.
private let longest = 1 << 24

func dtype(_ raw: hbl_dtype) throws -> DType {
    guard let value = UInt8(exactly: raw), let dtype = DType(rawValue: value) else {
        throw HornbillError(.invalidArgument, "dtype: expected 0 to \(HBL_DTYPE_COUNT - 1), got \(raw)")
    }
    return dtype
}

/// `count` members of an array; NULL is fine if there are none.
func array<Element>(_ start: UnsafePointer<Element>?, _ count: Int, _ name: StaticString) throws
    -> UnsafeBufferPointer<Element>
{
    guard count >= 0, count <= longest else {
        throw HornbillError(.invalidArgument, "number of \(name): expected 0 to \(longest), got \(count)")
    }
    if count == 0 { return UnsafeBufferPointer(start: nil, count: 0) }
    return UnsafeBufferPointer(start: try pointer(start, name), count: count)
}

/// Lengths of axes, or strides.
func lengths(_ ndim: Int32, _ start: UnsafePointer<Int64>?, _ name: StaticString = "shape") throws -> [Int] {
    guard ndim >= 0, ndim <= HBL_MAX_NDIM else {
        throw HornbillError(.invalidArgument, "ndim: expected 0 to \(HBL_MAX_NDIM), got \(ndim)")
    }
    return try array(start, Int(ndim), name).map { Int($0) }
}

/// The shape of a new tensor.
func shape(_ ndim: Int32, _ start: UnsafePointer<Int64>?) throws -> [Int] {
    let shape = try lengths(ndim, start)
    _ = try Strides.count(shape)
    return shape
}

/// A shape in which -1 stands for a length that is not known.
func partialShape(_ ndim: Int32, _ start: UnsafePointer<Int64>?) throws -> [Int?] {
    let shape = try lengths(ndim, start)
    _ = try Strides.count(shape.map { max($0, -1) == -1 ? 1 : $0 })
    return try shape.map { length in
        guard length >= -1 else {
            throw HornbillError(
                .invalidArgument, "shape: expected lengths of 0 or more, or -1 for unknown, got \(shapeText(shape))")
        }
        return length == -1 ? nil : length
    }
}

/// Axes, or nil for NULL.
func axes(_ start: UnsafePointer<Int32>?, _ count: Int32) throws -> [Int]? {
    guard start != nil else { return nil }
    guard count <= HBL_MAX_NDIM else {
        throw HornbillError(.axisOutOfRange, "expected at most \(HBL_MAX_NDIM) axes, got \(count)")
    }
    return try array(start, Int(count), "axes").map { Int($0) }
}

func tensors(_ start: UnsafePointer<OpaquePointer?>?, _ count: Int32, _ name: StaticString) throws -> [Tensor] {
    try array(start, Int(count), name).map { try tensor($0, name) }
}

/// The text at `start`; throws if it is NULL or not UTF-8.
func text(_ start: UnsafePointer<CChar>?, _ name: StaticString) throws -> String {
    guard let text = String(validatingCString: try pointer(start, name)) else {
        throw HornbillError(.invalidArgument, "\(name): expected text in UTF-8")
    }
    return text
}

/// A JSON object; NULL and "" mean an empty one.
func json(_ start: UnsafePointer<CChar>?, _ name: StaticString) throws -> JSON.Object {
    guard let start, start.pointee != 0 else { return JSON.Object() }
    guard let object = try JSON(parsing: try text(start, name)).objectValue else {
        throw HornbillError(.invalidArgument, "\(name): expected a JSON object, got \(try text(start, name))")
    }
    return object
}

/// A copy of `text` for the caller to free.
func ownedText(_ text: String) throws -> UnsafeMutablePointer<CChar> {
    guard let copy = text.withCString({ strdup($0) }) else {
        throw HornbillError(.outOfMemory, "cannot allocate a text of \(text.utf8.count) bytes")
    }
    return copy
}

/// The zero-terminated bytes of a literal, which live for ever.
func staticText(_ text: StaticString) -> UnsafePointer<CChar> {
    UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
}
