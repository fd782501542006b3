import FuzzChecks

#if canImport(Glibc)
    import Glibc
#endif

/// The format of this run, from the environment variable FUZZ_FORMAT.
private let format: FuzzFormat = {
    guard let name = getenv("FUZZ_FORMAT"), let format = FuzzFormat(rawValue: String(cString: name)) else {
        print("FUZZ_FORMAT must be one of \(FuzzFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
        exit(2)
    }
    return format
}()

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
    if let complaint = format.complaint(about: input) {
        let sentence = Array("\(format.rawValue): \(complaint)\n".utf8)
        _ = write(STDERR_FILENO, sentence, sentence.count)
        abort()
    }
    return 0
}
