import CDNNL

/// oneDNN: the namespace of what the file group shares.
public enum OneDNN {
    /// Activations that a primitive can apply to its result on the way to memory.
    public enum Activation: String, Sendable {
        case relu, tanh, sigmoid

        var algorithm: dnnl_alg_kind_t {
            switch self {
            case .relu: return dnnl_eltwise_relu
            case .tanh: return dnnl_eltwise_tanh
            case .sigmoid: return dnnl_eltwise_logistic
            }
        }
    }

    /// The engine and stream of this process. A stream of the CPU engine has no state: calls run where they are made.
    struct Context: @unchecked Sendable {
        let engine: dnnl_engine_t
        let stream: dnnl_stream_t
    }

    private static let shared: Result<Context, HornbillError> = {
        do {
            var engine: dnnl_engine_t?
            try check(dnnl_engine_create(&engine, dnnl_cpu, 0), "engine")
            var stream: dnnl_stream_t?
            try check(dnnl_stream_create(&stream, engine, UInt32(dnnl_stream_default_flags.rawValue)), "stream")
            guard let engine, let stream else { throw HornbillError(.internal, "oneDNN has no CPU engine") }
            return .success(Context(engine: engine, stream: stream))
        } catch { return .failure(error as? HornbillError ?? HornbillError(.internal, "\(error)")) }
    }()

    static func context() throws -> Context { try shared.get() }

    static func check(_ status: dnnl_status_t, _ what: String) throws {
        switch status {
        case dnnl_success: return
        case dnnl_out_of_memory: throw HornbillError(.outOfMemory, "oneDNN: no memory for \(what)")
        case dnnl_unimplemented: throw HornbillError(.unsupported, "oneDNN: \(what) is not implemented for these operands")
        default: throw HornbillError(.internal, "oneDNN: \(what) failed with status \(status.rawValue)")
        }
    }

    static func descriptor(_ dims: [Int], _ tag: dnnl_format_tag_t) throws -> dnnl_memory_desc_t {
        var descriptor = dnnl_memory_desc_t()
        try check(
            dnnl_memory_desc_init_by_tag(&descriptor, Int32(dims.count), dims.map(Int64.init), dnnl_f32, tag),
            "memory descriptor")
        return descriptor
    }

    /// - Parameter strides: in elements.
    static func descriptor(_ dims: [Int], strides: [Int]) throws -> dnnl_memory_desc_t {
        var descriptor = dnnl_memory_desc_t()
        try check(
            dnnl_memory_desc_init_by_strides(
                &descriptor, Int32(dims.count), dims.map(Int64.init), dnnl_f32, strides.map(Int64.init)),
            "memory descriptor")
        return descriptor
    }

    static func isSame(_ left: dnnl_memory_desc_t, _ right: dnnl_memory_desc_t) -> Bool {
        withUnsafePointer(to: left) { left in
            withUnsafePointer(to: right) { right in dnnl_memory_desc_equal(left, right) != 0 }
        }
    }

    static func size(_ descriptor: dnnl_memory_desc_t) -> Int {
        withUnsafePointer(to: descriptor) { dnnl_memory_desc_get_size($0) }
    }
}
