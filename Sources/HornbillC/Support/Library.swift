import CHornbill
import Glibc
import Hornbill

@c @implementation
public func hbl_abi_version() -> Int32 { HBL_ABI_VERSION }

@c @implementation
public func hbl_version() -> UnsafePointer<CChar>! { version }

private let version = UnsafePointer<CChar>(HBL_VERSION.withCString { strdup($0) })

@c @implementation
public func hbl_set_threads(_ count: Int32) -> hbl_status {
    status {
        guard count >= 1, count <= 4096 else {
            throw HornbillError(.invalidArgument, "number of threads: expected 1 to 4096, got \(count)")
        }
        Threads.count = Int(count)
    }
}

@c @implementation
public func hbl_threads() -> Int32 { Int32(clamping: Threads.count) }

@c @implementation
public func hbl_warm_up() -> hbl_status { status { try OneDNN.warmUp() } }

@c @implementation
public func hbl_string_free(_ text: UnsafeMutablePointer<CChar>?) { free(text) }

@c @implementation
public func hbl_set_seed(_ seed: UInt64) -> hbl_status { status { Random.seed(seed) } }
