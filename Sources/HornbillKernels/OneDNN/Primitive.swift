import CDNNL

/// A compiled oneDNN primitive, with its scratch memory left to the caller so that it can run on several threads.
final class Primitive {
    private let handle: dnnl_primitive_t
    private let descriptor: dnnl_primitive_desc_t
    let context: OneDNN.Context

    /// Makes the primitive that `operation` (an operation descriptor of oneDNN 2) describes.
    convenience init(_ operation: UnsafeRawPointer, attributes: dnnl_primitive_attr_t?, hint: dnnl_primitive_desc_t?) throws {
        try self.init(attributes) { dnnl_primitive_desc_create(&$0, operation, $2, $1, hint) }
    }

    /// Makes the primitive that copies memory from one arrangement into another.
    convenience init(reordering source: dnnl_memory_desc_t, to target: dnnl_memory_desc_t) throws {
        var (source, target) = (source, target)
        try self.init(nil) { dnnl_reorder_primitive_desc_create(&$0, &source, $1, &target, $1, $2) }
    }

    private init(
        _ attributes: dnnl_primitive_attr_t?,
        describe: (inout dnnl_primitive_desc_t?, dnnl_engine_t, dnnl_primitive_attr_t?) -> dnnl_status_t
    ) throws {
        context = try OneDNN.context()
        var attribute = attributes
        if attribute == nil { try OneDNN.check(dnnl_primitive_attr_create(&attribute), "attributes") }
        defer { dnnl_primitive_attr_destroy(attribute) }
        dnnl_primitive_attr_set_scratchpad_mode(attribute, dnnl_scratchpad_mode_user)
        var descriptor: dnnl_primitive_desc_t?
        try OneDNN.check(describe(&descriptor, context.engine, attribute), "primitive descriptor")
        guard let descriptor else { throw HornbillError(.internal, "oneDNN gave no primitive descriptor") }
        self.descriptor = descriptor
        var handle: dnnl_primitive_t?
        let status = dnnl_primitive_create(&handle, descriptor)
        guard status == dnnl_success, let handle else {
            dnnl_primitive_desc_destroy(descriptor)
            throw HornbillError(.internal, "oneDNN could not create a primitive: status \(status.rawValue)")
        }
        self.handle = handle
    }

    deinit {
        dnnl_primitive_destroy(handle)
        dnnl_primitive_desc_destroy(descriptor)
    }

    var hint: dnnl_primitive_desc_t { descriptor }

    func memory(_ query: dnnl_query_t) throws -> dnnl_memory_desc_t {
        guard let found = dnnl_primitive_desc_query_md(descriptor, query, 0) else {
            throw HornbillError(.internal, "oneDNN does not say how its operands lie")
        }
        return found.pointee
    }

    var scratchpad: dnnl_memory_desc_t? { dnnl_primitive_desc_query_md(descriptor, dnnl_query_scratchpad_md, 0)?.pointee }
    var scratchpadBytes: Int { scratchpad.map(OneDNN.size) ?? 0 }

    /// The name of the implementation that oneDNN chose.
    var implementation: String {
        var text: UnsafePointer<CChar>?
        guard dnnl_primitive_desc_query(descriptor, dnnl_query_impl_info_str, 0, &text) == dnnl_success, let text else {
            return "oneDNN"
        }
        return String(cString: text)
    }

    fileprivate func execute(_ arguments: UnsafePointer<dnnl_exec_arg_t>, _ count: Int) throws {
        try OneDNN.check(dnnl_primitive_execute(handle, context.stream, Int32(count), arguments), "execution")
    }
}

/// A primitive tied to addresses: what a program calls at each step. Used by one thread at a time.
public final class PrimitiveCall {
    private let primitive: Primitive
    private let arguments: UnsafeMutableBufferPointer<dnnl_exec_arg_t>
    private var count = 0

    init(
        _ primitive: Primitive, _ operands: [(Int32, dnnl_memory_desc_t, UnsafeMutableRawPointer)],
        scratchpad: UnsafeMutableRawPointer?
    ) throws {
        self.primitive = primitive
        arguments = .allocate(capacity: operands.count + 1)
        for (index, descriptor, pointer) in operands { try add(index, descriptor, pointer) }
        if let scratchpad, let descriptor = primitive.scratchpad { try add(80, descriptor, scratchpad) }
    }

    private func add(_ index: Int32, _ descriptor: dnnl_memory_desc_t, _ pointer: UnsafeMutableRawPointer) throws {
        var memory: dnnl_memory_t?
        var descriptor = descriptor
        try OneDNN.check(dnnl_memory_create(&memory, &descriptor, primitive.context.engine, pointer), "memory")
        (arguments.baseAddress! + count).initialize(to: dnnl_exec_arg_t(arg: index, memory: memory))
        count += 1
    }

    deinit {
        for argument in arguments[..<count] { dnnl_memory_destroy(argument.memory) }
        arguments.deallocate()
    }

    public func run() throws {
        try primitive.execute(UnsafePointer(arguments.baseAddress!), count)
    }
}

/// The numbers by which oneDNN knows operands (macros in C).
enum Argument {
    static let source: Int32 = 1
    static let destination: Int32 = 17
    static let weights: Int32 = 33
    static let bias: Int32 = 41
    static let differenceSource: Int32 = 129
    static let differenceDestination: Int32 = 145
    static let differenceWeights: Int32 = 161
    static let differenceBias: Int32 = 169
}
