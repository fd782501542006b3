import ConsentAdapters
import ConsentTranslation
import Foundation

/// A file of payloads of every CMP: what a tag manager's log or a data layer export looks like.
struct MixedPayloads {
    /// Payloads of one line that are read without their adapter being named.
    let payloads: [String]
    /// Whose they are.
    let adapters: Int

    /// The payloads of the cases of all adapters in a folder; damaged ones are left out, since they say little of a job.
    init(folder: URL) throws {
        let registry = AdapterRegistry(folder: folder.path)
        let translator = Translator(registry: registry, policy: Policy(), now: Instant(milliseconds: 1_790_000_000_000))
        var payloads: [String] = []
        var adapters = 0
        for adapter in registry.adapters {
            let cases = try AdapterCase.cases(in: folder.appendingPathComponent("\(adapter.descriptor.id)/cases").path)
            let lines = try cases.filter { $0.kind != .malformed }.map(\.payload).filter { payload in
                try !payload.contains(where: \.isNewline) && translator.translate(payload).error == nil
            }
            payloads += lines
            adapters += lines.isEmpty ? 0 : 1
        }
        guard !payloads.isEmpty else { throw Failure("No adapter with a case was found in \(folder.path).") }
        self.payloads = payloads
        self.adapters = adapters
    }

    /// Writes so many of them, a line each, in turn; tells their bytes.
    func write(_ count: Int, to file: URL) throws -> Int {
        let bytes = (0..<count).reduce(into: [UInt8]()) { bytes, number in
            bytes.append(contentsOf: payloads[number % payloads.count].utf8)
            bytes.append(0x0A)
        }
        try Data(bytes).write(to: file)
        return bytes.count
    }
}
