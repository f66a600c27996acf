import CDNNL

extension OneDNN {
    /// How the weights of a dense layer, a (inputs, units) matrix, lie in memory.
    public final class Layout: Hashable, CustomStringConvertible {
        let descriptor: dnnl_memory_desc_t
        let inputs: Int
        let units: Int
        public let isPlain: Bool

        init(_ descriptor: dnnl_memory_desc_t, inputs: Int, units: Int) throws {
            self.descriptor = descriptor
            self.inputs = inputs
            self.units = units
            isPlain = Layout.equal(descriptor, try Layout.plainDescriptor(inputs, units))
        }

        /// Row-major.
        public static func plain(inputs: Int, units: Int) throws -> Layout {
            try Layout(plainDescriptor(inputs, units), inputs: inputs, units: units)
        }

        /// The layout in which training a layer of these sizes is fastest.
        public static func preferred(inputs: Int, units: Int, batch: Int) throws -> Layout {
            try DenseForward(
                batch: batch, inputs: inputs, units: units, dtype: .float32, hasBias: false, activation: nil, weights: nil
            ).weightsLayout
        }

        private static func plainDescriptor(_ inputs: Int, _ units: Int) throws -> dnnl_memory_desc_t {
            // oneDNN's weights are (units, inputs): row-major (inputs, units) is its transpose.
            try OneDNN.descriptor([units, inputs], dnnl_ba)
        }

        private static func equal(_ left: dnnl_memory_desc_t, _ right: dnnl_memory_desc_t) -> Bool {
            withUnsafePointer(to: left) { left in
                withUnsafePointer(to: right) { right in dnnl_memory_desc_equal(left, right) != 0 }
            }
        }

        public static func == (left: Layout, right: Layout) -> Bool { equal(left.descriptor, right.descriptor) }
        public func hash(into hasher: inout Hasher) {
            hasher.combine(inputs)
            hasher.combine(units)
        }

        public var byteCount: Int { OneDNN.size(descriptor) }
        public var elementCount: Int { byteCount / 4 }
        public var description: String {
            if isPlain { return "row-major" }
            let blocking = descriptor.format_desc.blocking
            let blocks = [blocking.inner_blks.0, blocking.inner_blks.1].prefix(Int(blocking.inner_nblks))
            return "blocked " + blocks.map { "\($0)" }.joined(separator: "×")
        }

        public func pack(plain: UnsafeRawPointer, to packed: UnsafeMutableRawPointer) throws {
            try reorder(try Layout.plainDescriptor(inputs, units), plain, descriptor, packed)
        }

        public func unpack(from packed: UnsafeRawPointer, toPlain plain: UnsafeMutableRawPointer) throws {
            try reorder(descriptor, packed, try Layout.plainDescriptor(inputs, units), plain)
        }

        private func reorder(
            _ from: dnnl_memory_desc_t, _ source: UnsafeRawPointer, _ to: dnnl_memory_desc_t,
            _ target: UnsafeMutableRawPointer
        ) throws {
            let context = try OneDNN.context()
            var from = from, to = to
            var descriptor: dnnl_primitive_desc_t?
            try OneDNN.check(
                dnnl_reorder_primitive_desc_create(&descriptor, &from, context.engine, &to, context.engine, nil), "reorder")
            defer { dnnl_primitive_desc_destroy(descriptor) }
            var primitive: dnnl_primitive_t?
            try OneDNN.check(dnnl_primitive_create(&primitive, descriptor), "reorder")
            defer { dnnl_primitive_destroy(primitive) }
            var input: dnnl_memory_t?, output: dnnl_memory_t?
            try OneDNN.check(
                dnnl_memory_create(&input, &from, context.engine, UnsafeMutableRawPointer(mutating: source)), "memory")
            defer { dnnl_memory_destroy(input) }
            try OneDNN.check(dnnl_memory_create(&output, &to, context.engine, target), "memory")
            defer { dnnl_memory_destroy(output) }
            let arguments = [
                dnnl_exec_arg_t(arg: Argument.source, memory: input),
                dnnl_exec_arg_t(arg: Argument.destination, memory: output),
            ]
            try OneDNN.check(dnnl_primitive_execute(primitive, context.stream, 2, arguments), "reorder")
        }
    }
}
