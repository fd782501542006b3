import BoundedJSON
import ConsentAdapters
import ConsentTranslation
import Crypto

/// Turns raw items into rows to store: a record for each that reads, an entry in quarantine for each that does not.
struct RecordIntake {
    let adapter: any ConsentAdapter
    let job: String
    let stream: String
    let now: Instant
    /// Whether the payload of what cannot be read is kept, for a retry.
    var keepsPayloads = false

    /// So many items are worth a task of their own: about a millisecond of work.
    private static let partSize = 64

    /// What an item came to.
    enum Outcome: Sendable {
        case records([StoredRecord])
        case quarantined(QuarantinedItem)
    }

    /// Takes one item.
    ///
    /// - Parameter hint: where it stood, such as `page 3 item 7`; never anything of its content.
    func take(_ item: RawItem, hint: String) -> Outcome {
        do {
            return .records(try adapter.decode(item).map { record in try stored(record) })
        } catch let error as TranslationError {
            return .quarantined(quarantined(item, hint, code: error.code.rawValue, message: error.description))
        } catch let error as StoreError {
            return .quarantined(quarantined(item, hint, code: error.code.rawValue, message: error.message))
        } catch {
            return .quarantined(quarantined(item, hint, code: "unknown", message: "The item cannot be read."))
        }
    }

    /// Takes a page of items, on all processors where there are many; the outcomes stand in the order of the items.
    func take(_ items: [RawItem], page: Int) async -> [Outcome] {
        let takePart: @Sendable (Range<Int>) -> [Outcome] = { range in
            range.map { take(items[$0], hint: "page \(page) item \($0 + 1)") }
        }
        guard items.count > Self.partSize else { return takePart(items.indices) }
        let parts = stride(from: 0, to: items.count, by: Self.partSize).map { start in
            start..<min(start + Self.partSize, items.count)
        }
        return await withTaskGroup(of: (Int, [Outcome]).self) { group in
            for (number, part) in parts.enumerated() { group.addTask { (number, takePart(part)) } }
            var outcomes = [[Outcome]](repeating: [], count: parts.count)
            for await (number, part) in group { outcomes[number] = part }
            return outcomes.flatMap(\.self)
        }
    }

    /// Takes an item out of a file.
    func take(_ item: FileItem, hint: String) -> Outcome {
        switch item.content {
        case .payload(let payload): take(payload, hint: hint)
        case .damaged(let bytes, let error):
            .quarantined(quarantined(bytes, hint, code: error.code.rawValue, message: error.description))
        }
    }

    private func stored(_ record: ConsentRecord) throws -> StoredRecord {
        guard let subject = record.subject else {
            throw TranslationError(.missing, "The payload does not say whose consent it is.")
        }
        let content = record.canonicalBytes
        let row = StoredRecord(
            subject: subject,
            adapter: record.adapter,
            regulation: record.regulation ?? "",
            recordID: record.recordID ?? Self.recordID(of: record),
            // A record that does not tell its time gives way to any that does.
            decidedAt: record.decidedAt ?? Instant(milliseconds: 0),
            content: content,
            manifestHash: adapter.fingerprint
        )
        try row.validate()
        return row.remembering(record)
    }

    /// An id for a record whose CMP gives none: a hash of everything but whose it is.
    ///
    /// The ledger keeps it for ever. A hash over the subject too would still name a forgotten person to whoever
    /// guesses them.
    private static func recordID(of record: ConsentRecord) -> String {
        var anonymous = record
        anonymous.subjects = []
        return Fingerprint.hex(Array(SHA256.hash(data: anonymous.canonicalBytes).prefix(16)))
    }

    private func quarantined(_ item: RawItem, _ hint: String, code: String, message: String) -> QuarantinedItem {
        quarantined(item.bytes, hint, code: code, message: message)
    }

    private func quarantined(_ payload: [UInt8], _ hint: String, code: String, message: String) -> QuarantinedItem {
        QuarantinedItem(
            job: job,
            adapter: adapter.descriptor.id,
            stream: stream,
            recordHint: hint,
            code: code,
            message: message,
            at: now,
            payloadHash: Array(SHA256.hash(data: payload)),
            payload: keepsPayloads && payload.count <= StoreLimits.maxPayloadBytes ? payload : nil
        )
    }
}

extension RawItem {
    /// The payload as bytes, the same for the same payload.
    fileprivate var bytes: [UInt8] {
        switch payload {
        case .text(let text):
            return Array(text.utf8)
        case .value(let value):
            var json = JSONWriter()
            value.write(into: &json)
            return json.bytes
        }
    }
}
