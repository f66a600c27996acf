import CHornbill
import Hornbill

// fit, evaluate, predict.

private func optionalTensor(_ handle: OpaquePointer?, _ name: StaticString) throws -> Tensor? {
    try handle.map { try tensor($0, name) }
}

/// Stores a history if the caller wants it.
private func storeHistory(
    _ out: UnsafeMutablePointer<OpaquePointer?>?, _ body: () throws -> HistoryArrays
) -> hbl_status {
    status {
        out?.pointee = nil
        let history = try body()
        out?.pointee = handle(history)
    }
}

/// The weights of classes from parallel arrays.
private func classWeights(
    _ ids: UnsafePointer<Int64>?, _ weights: UnsafePointer<Double>?, _ count: Int64
) throws -> [Int: Double] {
    let ids = try array(ids, Int(count), "class_ids"), weights = try array(weights, Int(count), "class_weights")
    return Dictionary(zip(ids.map { Int($0) }, weights)) { $1 }
}

private func verbosity(_ verbose: Int32) -> Int { verbose == Int32(HBL_VERBOSE_AUTO) ? 1 : Int(verbose) }

extension FitOptions {
    fileprivate init(_ raw: hbl_fit_options) throws {
        self.init()
        epochs = Int(raw.epochs)
        initialEpoch = Int(raw.initial_epoch)
        shuffle = raw.shuffle
        run.batchSize = Int(raw.batch_size)
        run.steps = Int(raw.steps_per_epoch)
        run.verbose = verbosity(raw.verbose)
        run.callbacks = callbacks(raw.callback, raw.callback_context, raw.event_mask)
        run.print = printer(raw.print, raw.print_context)
        validationSplit = raw.validation_split
        let validationX = try optionalTensor(raw.validation_x, "validation_x")
        let validationY = try optionalTensor(raw.validation_y, "validation_y")
        switch (validationX, validationY) {
        case (let x?, let y?):
            validationData = (x, y, try optionalTensor(raw.validation_sample_weight, "validation_sample_weight"))
        case (nil, nil): break
        default:
            throw HornbillError(.invalidArgument, "validation_x and validation_y: expected both or neither, got one")
        }
        validationBatchSize = Int(raw.validation_batch_size)
        validationSteps = Int(raw.validation_steps)
        validationFrequency = Int(raw.validation_freq)
        sampleWeight = try optionalTensor(raw.sample_weight, "sample_weight")
        classWeight = try classWeights(raw.class_ids, raw.class_weights, raw.class_count)
    }
}

@c @implementation
public func hbl_model_fit(
    _ handle: OpaquePointer?, _ x: OpaquePointer?, _ y: OpaquePointer?, _ options: UnsafePointer<hbl_fit_options>?,
    _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    storeHistory(out) {
        let options = try FitOptions(try complete(options, .defaults))
        let history = try model(handle).fit(try tensor(x, "x"), try tensor(y, "y"), options)
        return HistoryArrays(history.keys.map { ($0, history[$0]) }, epochs: history.epochs)
    }
}

@c @implementation
public func hbl_model_evaluate(
    _ handle: OpaquePointer?, _ x: OpaquePointer?, _ y: OpaquePointer?,
    _ options: UnsafePointer<hbl_evaluate_options>?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    storeHistory(out) {
        let raw = try complete(options, .defaults)
        var options = RunOptions(batchSize: Int(raw.batch_size), verbose: verbosity(raw.verbose))
        options.steps = Int(raw.steps)
        options.callbacks = callbacks(raw.callback, raw.callback_context, raw.event_mask)
        options.print = printer(raw.print, raw.print_context)
        let results = try model(handle).evaluate(
            try tensor(x, "x"), try tensor(y, "y"), sampleWeight: try optionalTensor(raw.sample_weight, "sample_weight"),
            options)
        return HistoryArrays(results)
    }
}

@c @implementation
public func hbl_model_predict(
    _ handle: OpaquePointer?, _ x: OpaquePointer?, _ options: UnsafePointer<hbl_predict_options>?,
    _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    store(out) {
        let raw = try complete(options, .defaults)
        var options = RunOptions(batchSize: Int(raw.batch_size), verbose: verbosity(raw.verbose))
        options.steps = Int(raw.steps)
        options.callbacks = callbacks(raw.callback, raw.callback_context, raw.event_mask)
        options.print = printer(raw.print, raw.print_context)
        return HornbillC.handle(try model(handle).predict(try tensor(x, "x"), options))
    }
}

// MARK: One batch

@c @implementation
public func hbl_model_train_on_batch(
    _ handle: OpaquePointer?, _ x: OpaquePointer?, _ y: OpaquePointer?, _ sampleWeight: OpaquePointer?,
    _ classIDs: UnsafePointer<Int64>?, _ weights: UnsafePointer<Double>?, _ classCount: Int64,
    _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    storeHistory(out) {
        HistoryArrays(
            try model(handle).trainOnBatch(
                try tensor(x, "x"), try tensor(y, "y"), sampleWeight: try optionalTensor(sampleWeight, "sample_weight"),
                classWeight: try classWeights(classIDs, weights, classCount)))
    }
}

@c @implementation
public func hbl_model_test_on_batch(
    _ handle: OpaquePointer?, _ x: OpaquePointer?, _ y: OpaquePointer?, _ sampleWeight: OpaquePointer?,
    _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status {
    storeHistory(out) {
        HistoryArrays(
            try model(handle).testOnBatch(
                try tensor(x, "x"), try tensor(y, "y"),
                sampleWeight: try optionalTensor(sampleWeight, "sample_weight")))
    }
}

@c @implementation
public func hbl_model_predict_on_batch(
    _ handle: OpaquePointer?, _ x: OpaquePointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> hbl_status { store(out) { HornbillC.handle(try model(handle).predictOnBatch(try tensor(x, "x"))) } }

@c @implementation
public func hbl_model_reset_metrics(_ handle: OpaquePointer?) -> hbl_status {
    status { try model(handle).resetMetrics() }
}
