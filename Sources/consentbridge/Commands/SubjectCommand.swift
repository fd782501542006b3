import ArgumentParser
import BoundedJSON
import ConsentAdapters
import ConsentSync
import ConsentTranslation
import OptIn

struct SubjectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subject",
        abstract: "One subject, or everybody who opted in: shows, lists, exports, forgets.",
        subcommands: [Show.self, SubjectList.self, SubjectExport.self, SubjectForget.self]
    )

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows the permissions of one subject, and why.",
            discussion: """
                Examples:
                  consentbridge subject show C-00004711
                  consentbridge subject show onetrust.identifier C-00004711 --json
                  consentbridge subject show C-00004711 --category aa

                With --category the answer is one word: approved, denied or
                undecided. An approval that has become too old is undecided, and so is
                everything of somebody unknown.
                """
        )

        @OptionGroup var storeOptions: StoreOptions
        @OptionGroup var adapters: AdapterOptions
        @OptionGroup var nowOptions: NowOptions

        @Option(
            help: ArgumentHelp("Answer for one category alone.", valueName: "category"),
            transform: Category.argument
        )
        var category: Category?

        @Flag(help: "Answer in JSON.")
        var json = false

        @Argument(help: ArgumentHelp("The id, or its namespace and the id.", valueName: "namespace and id"))
        var words: [String]

        func validate() throws {
            if words.count > 2 { throw ValidationError("Name the id, or its namespace and the id.") }
        }

        func run() async throws {
            let store = try storeOptions.open()
            if let category { return try await answer(category, store) }
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

        /// One word about one category.
        private func answer(_ category: Category, _ store: any ConsentStore) async throws {
            let subject = try await subject(in: store)
            var permission = Permission.undecided
            if let subject {
                permission = try await store.permission(of: category, for: subject, at: nowOptions.instant)
            } else {
                StandardError.write("consentbridge: Nobody of that id is in the store.\n")
            }
            guard json else { return StandardOutput.write(permission.rawValue + "\n") }
            var json = JSONWriter()
            json.beginObject()
            json.member("ok", true)
            if let subject { json.member("subject", subject) }
            json.member("category", category.rawValue)
            json.member("permission", permission.rawValue)
            json.endObject()
            json.newline()
            StandardOutput.write(json.bytes)
        }

        /// The one subject that the words mean; nil where the store does not know it.
        private func subject(in store: any ConsentStore) async throws -> SubjectID? {
            if words.count == 2 {
                return try await store.subject(SubjectID(namespace: words[0], id: words[1]))?.stored.subject
            }
            let found = try await store.subjects(withID: words[0]).map(\.subject)
            guard found.count < 2 else {
                let namespaces = found.map(\.namespace).joined(separator: ", ")
                throw UsageError("The id is in more than one namespace; put one in front of it: \(namespaces).")
            }
            return found.first
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

extension Category {
    /// A category from the command line.
    static func argument(_ text: String) throws -> Category {
        guard let category = Category(rawValue: text) else {
            throw ValidationError("Categories are \(Category.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return category
    }
}
