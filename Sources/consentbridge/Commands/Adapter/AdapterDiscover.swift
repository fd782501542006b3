import ArgumentParser
import BoundedJSON
import ConsentAdapters
import ConsentTranslation
import ConsentTransport
import Foundation

extension AdapterCommand {
    struct Discover: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists what an account asks people for, as a policy to begin with.",
            discussion: """
                Where the platform lists its purposes it is asked for them; else the consents that changed lately are
                read, and what occurs in them is listed. Nothing is stored.

                Examples:
                  consentbridge adapter discover didomi-api > policy.yaml
                  consentbridge adapter discover onetrust-universal --since 2026-11-01 --limit 1000
                  consentbridge adapter discover didomi-api --json

                The account is that of the adapter's job in the job file, or is written out with --set.
                """
        )

        @OptionGroup var adapters: AdapterOptions
        @OptionGroup var nowOptions: NowOptions
        @OptionGroup var account: ConnectionOptions

        @Option(
            help: ArgumentHelp("Look at what changed since this time; a month ago if left out.", valueName: "instant"),
            transform: Instant.argument
        )
        var since: Instant?

        @Option(help: ArgumentHelp("Look at so many consents at most.", valueName: "number"))
        var limit: Int = 500

        @Flag(help: "Answer in JSON, one object for each purpose or vendor.")
        var json = false

        @Argument(help: "The adapter.")
        var id: String

        func validate() throws {
            if limit < 1 { throw ValidationError("--limit is a number from 1.") }
        }

        func run() async throws {
            let adapter = try adapters.registry(asked: [id]).adapter(id)
            // An adapter without one needs no account.
            _ = try adapter.pullHalf
            let connection = try account.connection(of: adapter, in: try account.file())
            let live = try LivePull(adapter, connection, now: nowOptions.instant)
            let items: [PolicySkeleton.Item]
            if let listed = try await live.discovered() {
                items = listed
            } else {
                items = try await occurring(in: live)
            }
            var mapping = adapter.mapping
            mapping.purposes.merge(connection.purposes) { $1 }
            let skeleton = PolicySkeleton(adapter: adapter.descriptor, mapping: mapping, items: items)
            if items.isEmpty {
                StandardError.write("consentbridge: nothing was found; look further back with --since\n")
            }
            StandardOutput.write(json ? Self.lines(skeleton) : Array(skeleton.text.utf8))
            if items.isEmpty { throw Finished(status: .failures) }
        }

        /// What occurs in the consents that changed lately.
        private func occurring(in live: LivePull) async throws -> [PolicySkeleton.Item] {
            let start = since ?? nowOptions.instant.subtracting(months: 1)
            let request = PullRequest(since: start, limit: limit)
            var items: [PolicySkeleton.Item] = []
            var seen: Set<PolicySkeleton.Item> = []
            try await live.run(request, progress: ProgressLine()) { page in
                let records = page.flatMap { (try? live.adapter.decode($0)) ?? [] }
                for decision in records.flatMap(\.decisions) {
                    let item = PolicySkeleton.Item(key: decision.key, label: decision.label, kind: decision.kind)
                    if seen.insert(item).inserted { items.append(item) }
                }
            }
            return items
        }

        private static func lines(_ skeleton: PolicySkeleton) -> [UInt8] {
            var json = JSONWriter()
            for item in skeleton.items {
                json.beginObject()
                json.member("key", item.key)
                json.member("label", item.label)
                json.member("kind", item.kind.rawValue)
                json.key("purposes")
                json.beginArray()
                for purpose in skeleton.purposes(of: item) { json.string(purpose.rawValue) }
                json.endArray()
                json.endObject()
                json.newline()
            }
            return json.bytes
        }
    }
}
