/// The routines for one type of elements, as Fortran declares them: everything is passed by address, and the lengths of
/// texts follow behind all other arguments.
///
/// Where the complex routine has other arguments than the real one, both types are declared, and the address fits one.
struct LapackRoutines {
    typealias Number = UnsafePointer<Int32>
    typealias Result = UnsafeMutablePointer<Int32>
    typealias Text = UnsafePointer<CChar>
    typealias Memory = UnsafeMutableRawPointer
    typealias Constant = UnsafeRawPointer

    typealias Gesv = @convention(c) (Number, Number, Memory, Number, Result, Memory, Number, Result) -> Void
    typealias Getrf = @convention(c) (Number, Number, Memory, Number, Result, Result) -> Void
    typealias Potrf = @convention(c) (Text, Number, Memory, Number, Result, Int) -> Void
    typealias Geqrf = @convention(c) (Number, Number, Memory, Number, Memory, Memory, Number, Result) -> Void
    typealias Orgqr = @convention(c) (Number, Number, Number, Memory, Number, Memory, Memory, Number, Result) -> Void
    typealias Trsm = @convention(c) (
        Text, Text, Text, Text, Number, Number, Constant, Constant, Number, Memory, Number, Int, Int, Int, Int
    ) -> Void
    typealias Gemm = @convention(c) (
        Text, Text, Number, Number, Number, Constant, Constant, Number, Constant, Number, Constant, Memory, Number, Int, Int
    ) -> Void
    typealias RealGesdd = @convention(c) (
        Text, Number, Number, Memory, Number, Memory, Memory, Number, Memory, Number, Memory, Number, Result, Result, Int
    ) -> Void
    typealias ComplexGesdd = @convention(c) (
        Text, Number, Number, Memory, Number, Memory, Memory, Number, Memory, Number, Memory, Number, Memory, Result,
        Result, Int
    ) -> Void
    typealias RealSyevd = @convention(c) (
        Text, Text, Number, Memory, Number, Memory, Memory, Number, Result, Number, Result, Int, Int
    ) -> Void
    typealias ComplexSyevd = @convention(c) (
        Text, Text, Number, Memory, Number, Memory, Memory, Number, Memory, Number, Result, Number, Result, Int, Int
    ) -> Void
    typealias RealGelsd = @convention(c) (
        Number, Number, Number, Memory, Number, Memory, Number, Memory, Constant, Result, Memory, Number, Result, Result
    ) -> Void
    typealias ComplexGelsd = @convention(c) (
        Number, Number, Number, Memory, Number, Memory, Number, Memory, Constant, Result, Memory, Number, Memory, Result,
        Result
    ) -> Void
    typealias RealGeev = @convention(c) (
        Text, Text, Number, Memory, Number, Memory, Memory, Memory, Number, Memory, Number, Memory, Number, Result, Int, Int
    ) -> Void
    typealias ComplexGeev = @convention(c) (
        Text, Text, Number, Memory, Number, Memory, Memory, Number, Memory, Number, Memory, Number, Memory, Result, Int, Int
    ) -> Void

    let gesv: Gesv
    let getrf: Getrf
    let potrf: Potrf
    let potri: Potrf
    let geqrf: Geqrf
    let orgqr: Orgqr
    let trsm: Trsm
    let gemm: Gemm
    let gesdd: Memory
    let syevd: Memory
    let gelsd: Memory
    let geev: Memory

    /// - Parameter find: gives the address of a symbol.
    init(isComplex: Bool, find: (String) throws -> Memory) rethrows {
        func routine<Routine>(_ name: String, as _: Routine.Type = Routine.self) throws -> Routine {
            unsafeBitCast(try find((isComplex ? "z" : "d") + name + "_"), to: Routine.self)
        }
        gesv = try routine("gesv")
        getrf = try routine("getrf")
        potrf = try routine("potrf")
        potri = try routine("potri")
        geqrf = try routine("geqrf")
        orgqr = try routine(isComplex ? "ungqr" : "orgqr")
        trsm = try routine("trsm")
        gemm = try routine("gemm")
        gesdd = try routine("gesdd")
        syevd = try routine(isComplex ? "heevd" : "syevd")
        gelsd = try routine("gelsd")
        geev = try routine("geev")
    }
}
