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
    /// Works out what each record comes to.
    let decider: PolicyDecider
    /// Whether the payload of what cannot be read is kept, for a retry.
    var keepsPayloads = false

    /// So many items are worth a task of their own: about a millisecond of work.
    private static let partSize = 64

    /// What items came to, in their order.
    struct Taken: Sendable {
        /// The records of the items that read.
        fileprivate(set) var records: [StoredRecord] = []
        /// The items that do not.
        fileprivate(set) var quarantined: [QuarantinedItem] = []
        /// How many items were taken.
        fileprivate(set) var items = 0

        /// Adds what further items came to.
        static func += (left: inout Taken, right: Taken) {
            left.records += right.records
            left.quarantined += right.quarantined
            left.items += right.items
        }
    }

    /// Takes one item.
    ///
    /// - Parameter hint: where it stood, such as `page 3 item 7`; never anything of its content.
    func take(_ item: RawItem, hint: @autoclosure () -> String) -> Taken {
        var taken = Taken()
        var scratch = JSONWriter()
        take(item, hint: hint(), into: &taken, &scratch)
        return taken
    }

    /// Takes a page of items, on all processors where there are many.
    nonisolated(nonsending) func take(_ items: [RawItem], page: Int) async -> Taken {
        let takePart: @Sendable (Range<Int>) -> Taken = { range in
            var taken = Taken()
            taken.records.reserveCapacity(range.count)
            // One record mostly fits what memory is quickly at hand for.
            var scratch = range.count == 1 ? JSONWriter(capacity: 960) : JSONWriter()
            for index in range {
                take(items[index], hint: "page \(page) item \(index + 1)", into: &taken, &scratch)
            }
            return taken
        }
        guard items.count > Self.partSize else { return takePart(items.indices) }
        let parts = stride(from: 0, to: items.count, by: Self.partSize).map { start in
            start..<min(start + Self.partSize, items.count)
        }
        return await withTaskGroup(of: (Int, Taken).self) { group in
            // Wherever the page came in: its parts go where there is room.
            for (number, part) in parts.enumerated() {
                group.addTask(executorPreference: globalConcurrentExecutor) { (number, takePart(part)) }
            }
            var all = [Taken](repeating: Taken(), count: parts.count)
            for await (number, part) in group { all[number] = part }
            return all.reduce(into: Taken(), +=)
        }
    }

    private func take(
        _ item: RawItem,
        hint: @autoclosure () -> String,
        into taken: inout Taken,
        _ scratch: inout JSONWriter
    ) {
        taken.items += 1
        let before = taken.records.count
        do {
            // Taken out of their list, since a record is large to copy.
            var records = try adapter.decode(item)
            records.reverse()
            while let record = records.popLast() { taken.records.append(try stored(record, &scratch)) }
            return
        } catch let error as TranslationError {
            taken.quarantined.append(
                quarantined(item, hint(), code: error.code.rawValue, message: error.description)
            )
        } catch let error as StoreError {
            taken.quarantined.append(quarantined(item, hint(), code: error.code.rawValue, message: error.message))
        } catch {
            taken.quarantined.append(quarantined(item, hint(), code: "unknown", message: "The item cannot be read."))
        }
        // An item is taken as a whole or not at all.
        taken.records.removeSubrange(before...)
    }

    /// Takes items out of the file of that name.
    func take(_ items: [FileItem], of name: String) -> Taken {
        var taken = Taken()
        taken.records.reserveCapacity(items.count)
        var scratch = JSONWriter()
        for item in items {
            let hint = "\(name) row \(item.row)"
            switch item.content {
            case .payload(let payload):
                take(payload, hint: hint, into: &taken, &scratch)
            case .damaged(let bytes, let error):
                taken.items += 1
                taken.quarantined.append(
                    quarantined(bytes, hint, code: error.code.rawValue, message: error.description)
                )
            }
        }
        return taken
    }

    private func stored(_ record: ConsentRecord, _ scratch: inout JSONWriter) throws -> StoredRecord {
        guard let subject = record.subject else {
            throw TranslationError(.missing, "The payload does not say whose consent it is.")
        }
        scratch.removeAll()
        let names = record.writeCanonical(into: &scratch)
        let fields = StoredRecord.Fields(
            subject: subject,
            adapter: record.adapter,
            regulation: record.regulation ?? "",
            recordID: record.recordID ?? Self.recordID(of: scratch.bytes, naming: names),
            // A record that does not tell its time gives way to any that does.
            decidedAt: record.decidedAt ?? Instant(milliseconds: 0),
            content: scratch.copy(),
            manifestHash: adapter.fingerprint
        )
        return try StoredRecord(checking: fields, foreseen: decider.foresee(record))
    }

    /// An id for a record whose CMP gives none: a hash of everything but whose it is, as if the list were empty.
    ///
    /// The ledger keeps it for ever. A hash over the subject too would still name a forgotten person to whoever
    /// guesses them.
    private static func recordID(of content: [UInt8], naming names: Range<Int>) -> String {
        var nameless: [UInt8] = []
        nameless.reserveCapacity(content.count + emptyList.count)
        nameless.append(contentsOf: content[..<names.lowerBound])
        nameless.append(contentsOf: emptyList)
        nameless.append(contentsOf: content[names.upperBound...])
        return ShortHash(of: nameless).hex
    }

    private static let emptyList = Array("[]".utf8)

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
            payloadHash: SHA256.bytes(of: payload),
            payload: keepsPayloads && payload.count <= StoreLimits.maxPayloadBytes ? payload : nil
        )
    }
}

extension RawItem {
    /// The payload as bytes, the same for the same payload.
    fileprivate var bytes: [UInt8] {
        if let source { return Array(source) }
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
