import CHornbill
import Glibc
import Hornbill

@c @implementation
public func hbl_dtype_name(_ dtype: hbl_dtype) -> UnsafePointer<CChar>! {
    names.indices.contains(Int(dtype)) ? names[Int(dtype)] : nil
}

private let names = DType.allCases.map { UnsafePointer<CChar>(strdup($0.name)) }

@c @implementation
public func hbl_dtype_size(_ dtype: hbl_dtype) -> Int {
    UInt8(exactly: dtype).flatMap(DType.init(rawValue:))?.size ?? 0
}

@c @implementation
public func hbl_dtype_from_name(_ name: UnsafePointer<CChar>?, _ out: UnsafeMutablePointer<hbl_dtype>?) -> hbl_status {
    store(value: out) {
        let name = try text(name, "name")
        guard let dtype = DType(name: name) else {
            throw HornbillError(.unknownName, "unknown dtype '\(name)'")
        }
        return hbl_dtype(dtype.rawValue)
    }
}

@c @implementation
public func hbl_promote(_ a: hbl_dtype, _ b: hbl_dtype, _ out: UnsafeMutablePointer<hbl_dtype>?) -> hbl_status {
    store(value: out) { hbl_dtype(Tensor.promote(try dtype(a), try dtype(b)).rawValue) }
}
