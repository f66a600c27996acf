import CHornbill
import Testing

@Suite("Indexing")
struct IndexingTests {
    /// 0 to 11 in four rows of three.
    let table: CTensor = {
        let line: CTensor = make { hbl_tensor_arange(0, 12, 1, hbl_dtype(HBL_INT64), $0) }
        return make { hbl_reshape(line.pointer, 2, [4, 3], $0) }
    }()

    func get(_ items: [hbl_index], sourceLocation: SourceLocation = #_sourceLocation) -> CTensor {
        make(sourceLocation: sourceLocation) { hbl_tensor_get(table.pointer, items, Int32(items.count), $0) }
    }

    @Test("integers, slices, ellipsis and new axes give views")
    func views() {
        #expect(values(get([integer(1)])) == [3, 4, 5])
        #expect(values(get([integer(-1), integer(-3)])) == [9])
        #expect(values(get([slice(1, 3), slice(1)])) == [4, 5, 7, 8])
        #expect(values(get([slice(nil, nil, -2), integer(0)])) == [9, 3])
        #expect(values(get([ellipsis, integer(2)])) == [2, 5, 8, 11])
        #expect(shape(get([newAxis, ellipsis, newAxis])) == [1, 4, 3, 1])
        #expect(shape(get([])) == [4, 3])
        #expect(shape(get([slice(100, 200)])) == [0, 3])
        #expect(shape(get([slice(.min, .max, .max)])) == [1, 3])
        #expect(shape(get([slice(.max, .min, .min)])) == [1, 3])
        let row = get([integer(2)])
        let nine = tensor([9], [], HBL_INT64)
        ok(hbl_tensor_assign(row.pointer, nine.pointer))
        #expect(values(table) == [0, 1, 2, 3, 4, 5, 9, 9, 9, 9, 10, 11])
    }

    @Test("integer tensors and masks give copies")
    func copies() {
        let rows = tensor([3, 0, -1], nil, HBL_INT32)
        #expect(values(get([index(rows)])) == [9, 10, 11, 0, 1, 2, 9, 10, 11])
        let columns = tensor([2, 1, 0], nil, HBL_UINT8)
        #expect(values(get([index(rows), index(columns)])) == [11, 1, 9])
        let mask = tensor([0, 1, 0, 1], nil, HBL_BOOL)
        #expect(values(get([index(mask), slice(nil, 1)])) == [3, 9])
        let six: CTensor = make { hbl_tensor_full(hbl_dtype(HBL_INT64), 0, nil, 6, $0) }
        let large: CTensor = make { hbl_greater(table.pointer, six.pointer, $0) }
        #expect(values(get([index(large)])) == [7, 8, 9, 10, 11])
    }

    @Test("setting writes through, broadcasts and casts")
    func setting() {
        let seven = tensor([7.9])
        ok(hbl_tensor_set(table.pointer, [slice(nil, 2), integer(0)], 2, seven.pointer))
        #expect(values(table) == [7, 1, 2, 7, 4, 5, 6, 7, 8, 9, 10, 11])
        let mask = tensor([1, 0, 0, 0], nil, HBL_BOOL)
        let row = tensor([1, 2, 3], nil, HBL_INT64)
        ok(hbl_tensor_set(table.pointer, [index(mask)], 1, row.pointer))
        #expect(Array(values(table)[..<3]) == [1, 2, 3])
        let both = tensor([0, 3], nil, HBL_INT64)
        let zero = tensor([0], [], HBL_INT64)
        ok(hbl_tensor_set(table.pointer, [index(both), integer(-1)], 2, zero.pointer))
        #expect(values(table) == [1, 2, 0, 7, 4, 5, 6, 7, 8, 9, 10, 0])
        fails(hbl_tensor_set(table.pointer, [integer(0)], 1, both.pointer), HBL_SHAPE_MISMATCH)
        fails(hbl_tensor_set(table.pointer, [integer(4)], 1, zero.pointer), HBL_INDEX_OUT_OF_RANGE)
        fails(hbl_tensor_set(table.pointer, [integer(0)], 1, nil), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_tensor_set(nil, [integer(0)], 1, zero.pointer), HBL_INVALID_ARGUMENT, "NULL")
    }

    func refused(
        _ items: [hbl_index], _ status: Int, _ words: String = "", sourceLocation: SourceLocation = #_sourceLocation
    ) {
        refuses(status, words, sourceLocation: sourceLocation) {
            hbl_tensor_get(table.pointer, items, Int32(items.count), $0)
        }
    }

    @Test("positions out of range, steps of zero and items that make no sense are refused")
    func refusals() {
        refused([integer(4)], HBL_INDEX_OUT_OF_RANGE, "4")
        refused([integer(-5)], HBL_INDEX_OUT_OF_RANGE)
        refused([integer(.max)], HBL_INDEX_OUT_OF_RANGE)
        refused([integer(.min)], HBL_INDEX_OUT_OF_RANGE)
        refused([integer(0), integer(0), integer(0)], HBL_INDEX_OUT_OF_RANGE)
        refused([slice(0, 1, 0)], HBL_INVALID_ARGUMENT, "zero")
        refused([ellipsis, ellipsis], HBL_INDEX_OUT_OF_RANGE)
        refused([index(tensor([0, 4], nil, HBL_INT64))], HBL_INDEX_OUT_OF_RANGE)
        refused([index(tensor([1, 0, 1], nil, HBL_BOOL))], HBL_INDEX_OUT_OF_RANGE)
        refused([index(tensor([0.5]))], HBL_INDEX_OUT_OF_RANGE)
        refused([index(CTensor(nil))], HBL_INVALID_ARGUMENT, "NULL")
        refused([hbl_index(kind: 9, flags: 0, start: 0, stop: 0, step: 0, tensor: nil)], HBL_INVALID_ARGUMENT, "9")
        refused([hbl_index(kind: -1, flags: -1, start: 0, stop: 0, step: 0, tensor: nil)], HBL_INVALID_ARGUMENT)
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_tensor_get(nil, [], 0, $0) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_tensor_get(table.pointer, nil, 1, $0) }
        refuses(HBL_INVALID_ARGUMENT) { hbl_tensor_get(table.pointer, nil, -1, $0) }
        refuses(HBL_INVALID_ARGUMENT) { hbl_tensor_get(table.pointer, [], .max, $0) }
        #expect(values(table) == (0 ..< 12).map(Double.init), "a refused index changed something")
    }

    @Test("an index of a great many new axes is refused or works")
    func manyAxes() {
        let items = [hbl_index](repeating: newAxis, count: 100)
        refused(items, HBL_INVALID_ARGUMENT)
    }
}
