import Glibc
import Synchronization

/// LAPACK and BLAS, loaded when linear algebra is first needed, so that nothing else waits for them or depends on them.
///
/// Integers are 32 bits wide, as in Debian's libraries. `HORNBILL_LAPACK` names another library with the same symbols.
final class LapackLibrary: @unchecked Sendable {
    private let real: LapackRoutines
    private let complex: LapackRoutines
    let threads: LapackThreads

    private static let loaded = Mutex<LapackLibrary?>(nil)

    /// The library; throws `unsupported` as long as there is none.
    static func shared() throws -> LapackLibrary {
        try loaded.withLock { library in
            if let library { return library }
            let opened = try LapackLibrary()
            library = opened
            return opened
        }
    }

    /// The routines for elements of type `Scalar`.
    func routines<Scalar: LapackScalar>(_: Scalar.Type) -> LapackRoutines { Scalar.isComplex ? complex : real }

    private init() throws {
        let handle = try LapackLibrary.open()
        real = try LapackRoutines(isComplex: false) { try LapackLibrary.symbol($0, handle) }
        complex = try LapackRoutines(isComplex: true) { try LapackLibrary.symbol($0, handle) }
        threads = LapackThreads { dlsym(handle, $0) }
    }

    private static func open() throws -> UnsafeMutableRawPointer {
        let names = getenv("HORNBILL_LAPACK").map { [String(cString: $0)] } ?? ["libopenblas.so.0", "liblapack.so.3"]
        for name in names {
            if let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) { return handle }
        }
        throw HornbillError(
            .unsupported,
            "linear algebra needs LAPACK: expected \(names.joined(separator: " or ")), which could not be loaded; "
                + "on Debian and Ubuntu, install the package libopenblas0")
    }

    private static func symbol(_ name: String, _ handle: UnsafeMutableRawPointer) throws -> UnsafeMutableRawPointer {
        guard let address = dlsym(handle, name) else {
            throw HornbillError(
                .unsupported, "the LAPACK library that was loaded has no \(name); on Debian and Ubuntu, install the "
                    + "package libopenblas0")
        }
        return address
    }
}
