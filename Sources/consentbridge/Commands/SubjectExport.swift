import ArgumentParser
import BoundedJSON
import ConsentSync
import ConsentTranslation

struct SubjectExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes everything that the store knows of one subject, as JSON.",
        discussion: """
            Permissions, records as they were read, and every change, for whoever asks
            what is known about them. One object a line; an id that is in several
            namespaces has several.

            Examples:
              consentbridge subject export ada@example.com > ada.json
              consentbridge subject export email ada@example.com
            """
    )

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var nowOptions: NowOptions

    @Argument(help: ArgumentHelp("The id, or its namespace and the id.", valueName: "namespace and id"))
    var words: [String]

    private static let pageRows = 1_000

    func validate() throws {
        if words.count > 2 { throw ValidationError("Name the id, or its namespace and the id.") }
    }

    func run() async throws {
        let store = try storeOptions.open()
        let found =
            words.count == 2
            ? [SubjectID(namespace: words[0], id: words[1])]
            : try await store.subjects(withID: words[0]).map(\.subject)
        var count = 0
        for subject in found {
            guard let details = try await store.subject(subject) else { continue }
            count += 1
            try await write(details, store)
        }
        if count == 0 { throw SubjectText.Unknown() }
    }

    private func write(_ details: SubjectDetails, _ store: any ConsentStore) async throws {
        var json = JSONWriter()
        json.beginObject()
        SubjectText.writeMembers(details.stored, into: &json)
        json.member("exportedAt", nowOptions.instant)
        json.key("records")
        json.beginArray()
        for record in details.records { try ConsentRecord(canonical: record.content).write(into: &json) }
        json.endArray()
        json.key("changes")
        json.beginArray()
        var after: Int64 = 0
        while true {
            let page = try await store.changes(after: after, limit: Self.pageRows, of: details.stored.subject)
            guard let last = page.last else { break }
            for change in page { change.write(into: &json) }
            after = last.number
        }
        json.endArray()
        json.endObject()
        json.newline()
        StandardOutput.write(json.bytes)
    }
}
