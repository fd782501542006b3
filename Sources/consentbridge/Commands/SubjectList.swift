import ArgumentParser
import ConsentSync
import ConsentTranslation
import OptIn

struct SubjectList: AsyncParsableCommand {
    /// How subjects are listed.
    enum Form: String, CaseIterable, ExpressibleByArgument {
        /// A line with namespace, id and what is approved.
        case text
        /// A JSON object a line.
        case ndjson
        /// A table with a heading.
        case csv
    }

    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists subjects, or those who approved all of some categories.",
        discussion: """
            Examples:
              consentbridge subject list --approved aa,target
              consentbridge subject list --approved aam --as ndjson > audience.ndjson
              consentbridge subject list --approved aam --as csv --limit 100000
              consentbridge subject list --approved aam --as csv --after CURSOR

            Subjects come in an order that does not change, in constant memory however
            many they are. Where --limit cuts the listing, the cursor to go on with is
            told on standard error. Each ndjson and csv line has its own, so that a
            listing that was killed goes on after its last line. With --after a csv
            listing has no heading, so that it can be appended.

            Approvals that have become too old are none.
            """
    )

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var nowOptions: NowOptions

    @Option(help: ArgumentHelp("Only those who approved all of these.", valueName: "categories"))
    var approved: CategoryList?

    @Option(name: .customLong("as"), help: ArgumentHelp("The form.", valueName: "form"))
    var form: Form?

    @Option(
        help: ArgumentHelp("Only those behind this cursor of an earlier listing.", valueName: "cursor"),
        transform: SubjectKey.argument
    )
    var after: SubjectKey?

    @Option(help: ArgumentHelp("No more than so many.", valueName: "number"))
    var limit: Int?

    @Flag(help: "The same as --as ndjson.")
    var json = false

    private static let pageRows = 1_000

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is a number from 1 on.") }
        if json, let form, form != .ndjson { throw ValidationError("--json is --as ndjson; leave one away.") }
    }

    func run() async throws {
        let store = try storeOptions.open()
        let (categories, now) = (approved?.set ?? [], nowOptions.instant)
        let form = json ? Form.ndjson : form ?? .text
        if form == .csv, after == nil { StandardOutput.write(SubjectCSV.heading) }
        var cursor = after
        var rest = limit ?? .max
        while rest > 0 {
            let page = try await store.subjects(
                approving: categories,
                after: cursor,
                limit: min(Self.pageRows, rest)
            )
            guard let last = page.last else { return }
            let subjects = page.filter { categories.isSubset(of: $0.state.permissions(at: now).approved) }
            switch form {
            case .text: StandardOutput.write(SubjectText.lines(subjects))
            case .ndjson: StandardOutput.write(SubjectText.json(subjects))
            case .csv: StandardOutput.write(SubjectCSV.lines(subjects))
            }
            cursor = last.key
            rest -= subjects.count
        }
        guard let cursor, try await !store.subjects(approving: categories, after: cursor, limit: 1).isEmpty else {
            return
        }
        StandardError.write("consentbridge: there are more; go on with --after \(cursor.cursor)\n")
    }
}

extension SubjectKey {
    /// A cursor from the command line.
    static func argument(_ text: String) throws -> SubjectKey {
        guard let key = SubjectKey(cursor: text) else {
            throw ValidationError("This is no cursor; take one that a listing told, 32 hexadecimal digits.")
        }
        return key
    }
}
