import ArgumentParser
import BoundedJSON
import ConsentAdapters
import ConsentSync
import ConsentTranslation
import OptIn

struct SubjectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subject",
        abstract: "Looks into the store: one subject, or everybody who opted in.",
        subcommands: [Show.self, List.self]
    )

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows the permissions of one subject, and why.",
            discussion: """
                Examples:
                  consentbridge subject show C-00004711
                  consentbridge subject show onetrust.identifier C-00004711 --json
                """
        )

        @OptionGroup var storeOptions: StoreOptions
        @OptionGroup var adapters: AdapterOptions
        @OptionGroup var nowOptions: NowOptions

        @Flag(help: "Answer in JSON.")
        var json = false

        @Argument(help: ArgumentHelp("The id, or its namespace and the id.", valueName: "namespace and id"))
        var words: [String]

        func validate() throws {
            if words.count > 2 { throw ValidationError("Name the id, or its namespace and the id.") }
        }

        func run() async throws {
            let store = try storeOptions.open()
            let found = try await matching(store)
            guard !found.isEmpty else { throw SubjectText.Unknown() }
            let decider = try storeOptions.jobFile().map { file in
                PolicyDecider(
                    policy: file.policy.policy,
                    mappings: SyncEngine.mappings(try adapters.registry(), file.jobs),
                    now: nowOptions.instant
                )
            }
            for details in found {
                let text = SubjectText(details: details, decider: decider)
                StandardOutput.write(json ? try text.json() : Array(try text.text().utf8))
            }
        }

        private func matching(_ store: any ConsentStore) async throws -> [SubjectDetails] {
            if words.count == 2 {
                return [try await store.subject(SubjectID(namespace: words[0], id: words[1]))].compactMap(\.self)
            }
            var found: [SubjectDetails] = []
            for stored in try await store.subjects(withID: words[0]) {
                if let details = try await store.subject(stored.subject) { found.append(details) }
            }
            return found
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists subjects, or those who approved all of some categories.",
            discussion: """
                Examples:
                  consentbridge subject list --approved aa,target
                  consentbridge subject list --approved aam --json > audience.jsonl
                """
        )

        @OptionGroup var storeOptions: StoreOptions

        @Option(help: ArgumentHelp("Only those who approved all of these.", valueName: "categories"))
        var approved: CategoryList?

        @Option(help: ArgumentHelp("No more than so many.", valueName: "number"))
        var limit: Int?

        @Flag(help: "One JSON object a line.")
        var json = false

        private static let pageRows = 1_000

        func run() async throws {
            let store = try storeOptions.open()
            var after: SubjectKey?
            var rest = limit ?? Int.max
            while rest > 0 {
                let page = try await store.subjects(
                    approving: approved?.set ?? [],
                    after: after,
                    limit: min(Self.pageRows, rest)
                )
                guard let last = page.last else { return }
                StandardOutput.write(json ? SubjectText.json(page) : Array(SubjectText.lines(page).utf8))
                after = last.key
                rest -= page.count
            }
        }
    }
}

/// Categories from the command line: `aa,target`.
struct CategoryList: ExpressibleByArgument {
    let set: CategorySet

    init?(argument: String) {
        let words = argument.split(separator: ",").map(String.init)
        let categories = words.compactMap(Category.init)
        guard !words.isEmpty, categories.count == words.count else { return nil }
        set = CategorySet(categories)
    }

    static var allValueStrings: [String] { Category.allCases.map(\.rawValue) }
}
