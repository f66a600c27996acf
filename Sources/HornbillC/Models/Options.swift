import CHornbill
import Hornbill

// The option structures. A program that was compiled with an older header passes a smaller one.

/// `given` where the program knows the field, `defaults` elsewhere.
func complete<Options>(_ given: UnsafePointer<Options>?, _ defaults: Options) throws -> Options {
    guard let given else { return defaults }
    // The size is the first member of each of the structures, and any size means at least that much memory.
    let size = UnsafeRawPointer(given).load(as: Int.self)
    guard size >= MemoryLayout<Int>.size, size <= 4096 else {
        throw HornbillError(
            .invalidArgument, "options: expected a struct_size set by hbl_..._options_init, got \(size)")
    }
    var options = defaults
    withUnsafeMutableBytes(of: &options) { target in
        target.copyMemory(from: UnsafeRawBufferPointer(start: given, count: min(size, target.count)))
    }
    return options
}

extension hbl_fit_options {
    static var defaults: hbl_fit_options {
        var options = hbl_fit_options()
        options.struct_size = MemoryLayout<hbl_fit_options>.size
        options.epochs = 1
        options.batch_size = 32
        options.shuffle = true
        options.verbose = Int32(HBL_VERBOSE_AUTO)
        options.validation_freq = 1
        options.event_mask = allEvents
        return options
    }
}

extension hbl_evaluate_options {
    static var defaults: hbl_evaluate_options {
        var options = hbl_evaluate_options()
        options.struct_size = MemoryLayout<hbl_evaluate_options>.size
        options.batch_size = 32
        options.verbose = Int32(HBL_VERBOSE_AUTO)
        options.event_mask = allEvents
        return options
    }
}

extension hbl_predict_options {
    static var defaults: hbl_predict_options {
        var options = hbl_predict_options()
        options.struct_size = MemoryLayout<hbl_predict_options>.size
        options.batch_size = 32
        options.verbose = Int32(HBL_VERBOSE_AUTO)
        options.event_mask = allEvents
        return options
    }
}

/// HBL_EVENTS_ALL, a macro that Swift cannot see.
private let allEvents: UInt32 = 0x7fff

@c @implementation
public func hbl_fit_options_init(_ options: UnsafeMutablePointer<hbl_fit_options>?) {
    options?.pointee = .defaults
}

@c @implementation
public func hbl_evaluate_options_init(_ options: UnsafeMutablePointer<hbl_evaluate_options>?) {
    options?.pointee = .defaults
}

@c @implementation
public func hbl_predict_options_init(_ options: UnsafeMutablePointer<hbl_predict_options>?) {
    options?.pointee = .defaults
}
