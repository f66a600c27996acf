import Testing

@testable import HornbillTensor

@Suite("Indexing as in NumPy") struct IndexingTests {
    private func items(_ json: JSON) throws -> [Index] {
        try #require(json.arrayValue).map { item in
            if let position = item.intValue { return .integer(position) }
            if item == "..." { return .ellipsis }
            if item == "newaxis" { return .newAxis }
            if let bounds = item["slice"]?.arrayValue {
                return .slice(start: bounds[0].intValue, stop: bounds[1].intValue, step: bounds[2].intValue)
            }
            return .tensor(try Tensor(numPy: item.member("array")))
        }
    }

    @Test("reading gives NumPy's elements, and a view where NumPy gives one")
    func reads() throws {
        for record in try numPyCases("indexing") where record["source"] == nil {
            let x = try Tensor.base(
                try #require(record["shape"]?.intsValue), layout: try #require(record["layout"]?.stringValue))
            let items = try items(record.member("items"))
            if record["error"] != nil {
                #expect(throws: HornbillError.self, "\(record)") { try x.get(items) }
                continue
            }
            let result = try x.get(items)
            #expect(try result.difference(from: record.member("result")) == nil, "\(record)")
            // NumPy gives a scalar where every axis has an integer; ours has no axes and is a view.
            if let isView = record["view"]?.boolValue, result.rank > 0 {
                #expect(result.sharesStorage(with: x) == isView, "\(record)")
            }
        }
    }

    @Test("assigning changes the elements that NumPy changes, through every view")
    func assigns() throws {
        for record in try numPyCases("indexing") {
            guard let assigned = record["assigned"] else { continue }
            let layout = try #require(record["layout"]?.stringValue)
            let memory = try Tensor.base(try #require(record["shape"]?.intsValue), layout: "").copy()
            let x = try memory.seen(layout)
            try x.set(items(record.member("items")), Tensor(numPy: assigned.member("value")))
            let after = try #require(assigned["after"]?.intsValue)
            #expect(try x.scalars(as: Int.self) == after, "\(record)")
            #expect(try memory.seen(layout).scalars(as: Int.self) == after, "\(record)")
        }
    }

    @Test("overlapping assignments read everything before they write; the last of repeated positions stays")
    func overlaps() throws {
        for record in try numPyCases("indexing") {
            guard let source = record["source"] else { continue }
            let x = try Tensor.base(try #require(record["shape"]?.intsValue), layout: "").copy()
            try x.set(items(record.member("items")), x.get(items(source)))
            #expect(try x.scalars(as: Int.self) == record["after"]?.intsValue, "\(record)")
        }
    }

    @Test("a traced index selects what an index of values does")
    func traced() throws {
        for record in try numPyCases("indexing") where record["error"] == nil && record["source"] == nil {
            let x = try Tensor.base(
                try #require(record["shape"]?.intsValue), layout: try #require(record["layout"]?.stringValue))
            let items = try items(record.member("items"))
            let placeholder = Tensor.placeholder(x.spec, name: "x")
            let result = try placeholder.get(items)
            #expect(result.isSymbolic)
            #expect(result.spec == (try Tensor(numPy: record.member("result"))).spec, "\(record)")
        }
    }

    @Test("Swift's copies are values: assigning to one leaves the other alone")
    func values() throws {
        let x = try Tensor([1, 2, 3])
        var y = x
        try y.assign(.scalar(9, dtype: .int64), at: 0)
        #expect(try x.scalars(as: Int.self) == [1, 2, 3] && y.scalars(as: Int.self) == [9, 2, 3])
        let row = try x[1...]
        var z = row
        try z.assign(.scalar(7, dtype: .int64), at: .all)
        #expect(try row.scalars(as: Int.self) == [2, 3])
    }

    @Test("masks choose in order and add up to nothing when all are false")
    func masks() throws {
        let x = try Tensor.base([3, 4], layout: "")
        let even = try equal(remainder(x, .scalar(2, dtype: .int64)), .scalar(0, dtype: .int64))
        #expect(try x.get([.tensor(even)]).scalars(as: Int.self) == [0, 2, 4, 6, 8, 10])
        #expect(try x.get([.tensor(less(x, .scalar(0, dtype: .int64)))]).shape == [0])
        #expect(kind { try x.get([.tensor(Tensor([true, false]))]) } == .indexOutOfRange)
        #expect(
            message { try x.set([.tensor(even)], Tensor([1, 2])) }.contains(
                "NumPy boolean array indexing assignment cannot assign 2 input values to the 6 output values"))
    }
}
