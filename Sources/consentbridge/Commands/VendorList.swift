import ArgumentParser
import ConsentStrings
import ConsentTransport
import Foundation

struct VendorListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gvl",
        abstract: "Fetches and shows the IAB's vendor list, its translations and the CMP list.",
        subcommands: [Fetch.self, Show.self]
    )

    struct Fetch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Fetches a list into a file, if it has changed since.",
            discussion: """
                Examples:
                  consentbridge gvl fetch --out gvl.json \\
                    --url https://vendor-list.consensu.org/v3/vendor-list.json
                  consentbridge gvl fetch --out cmps.json \\
                    --url https://cmplist.consensu.org/v2/cmp-list.json
                  consentbridge gvl fetch --out purposes-fr.json \\
                    --url https://vendor-list.consensu.org/v3/purposes-fr.json

                The list's entity tag is kept in FILE.etag with the address that it came from,
                so that fetching again costs nothing while the list stays the same. The file
                is replaced only by a whole list that can be read.

                Exit codes: 0 fetched or unchanged, 1 what came is no list, 2 the file cannot
                be written, 3 the list could not be fetched.
                """
        )

        @Option(help: ArgumentHelp("The list's address, https.", valueName: "url"))
        var url: String

        @Option(help: ArgumentHelp("Where to keep it.", valueName: "file"))
        var out: String

        @Flag(help: "Allow http to a server on this machine, for tests.")
        var insecureTest = false

        func run() async throws {
            let file = VendorListFile(path: out)
            let fetch = try ConditionalFetch(
                url: url,
                insecureTest: insecureTest,
                network: NetworkSettings(environment: ProcessInfo.processInfo.environment),
                retry: Self.retry
            ) { notice in
                StandardError.write("consentbridge: waiting for \(notice.host), attempt \(notice.attempt) failed\n")
            }
            let answer = try await fetch.fetch(unless: file.entityTag(from: url))
            await fetch.close()
            switch answer {
            case .unchanged:
                StandardOutput.write("\(out): unchanged\n")
            case .changed(let body, let entityTag):
                let list = try VendorListFile.list(of: body, complaint: "\(out) stays as it was.")
                try file.replace(with: body, entityTag: entityTag, from: url)
                StandardOutput.write("\(out): \(VendorListText.summary(list))\n")
            }
        }

        /// A person waits for it.
        private static var retry: RetryPolicy {
            var policy = RetryPolicy()
            policy.maxAttempts = 3
            policy.maxTotalWait = .seconds(60)
            policy.suspendLongerThan = .seconds(60)
            return policy
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows a list, some of its vendors with what they declare, or its texts.",
            discussion: """
                Examples:
                  consentbridge gvl show gvl.json
                  consentbridge gvl show gvl.json 565 755
                  consentbridge gvl show cmps.json 28 --json
                  consentbridge gvl show gvl.json --texts --translation purposes-fr.json

                An id that is not on the list is told, and makes the exit code 1. Times of
                retention are days; purposes with a time of their own are in brackets, special
                purposes with an S in front.
                """
        )

        @Flag(help: "One JSON object a line.")
        var json = false

        @Flag(help: "Show the purposes, features, categories of data and stacks instead of vendors.")
        var texts = false

        @Option(help: ArgumentHelp("A translation of the list's texts, to show them in.", valueName: "file"))
        var translation: String?

        @Argument(help: ArgumentHelp("A vendor list, a translation of one, or a CMP list.", valueName: "file"))
        var file: String

        @Argument(help: ArgumentHelp("Vendors or, of a CMP list, CMPs.", valueName: "id"))
        var ids: [Int] = []

        func validate() throws {
            if texts, !ids.isEmpty { throw ValidationError("--texts shows no vendors; leave the ids away.") }
            if translation != nil, !texts { throw ValidationError("--translation goes with --texts.") }
        }

        func run() throws {
            let list = try VendorListFile(path: file).list()
            if let listTexts = try listTexts(list) {
                let text = VendorListTextsText(listTexts)
                return StandardOutput.write(json ? text.json() : Array(text.text().utf8))
            }
            let text = VendorListText(list: list, ids: ids)
            StandardOutput.write(json ? text.json() : Array(text.text().utf8))
            let missing = ids.filter { !text.contains($0) }
            guard !missing.isEmpty else { return }
            StandardError.write("consentbridge: not on the list: \(missing.map(String.init).joined(separator: ", "))\n")
            throw Finished(status: .failures)
        }

        /// The texts to show; nothing if they are not asked for.
        private func listTexts(_ list: ConsentFrameworkList) throws -> VendorListTexts? {
            switch list {
            case .translation(let own) where ids.isEmpty && translation == nil: return own.texts
            case .vendors(let list) where texts:
                guard let translation else { return list.texts }
                guard case .translation(let words) = try VendorListFile(path: translation).list() else {
                    throw UsageError("The file \(translation) is no translation of a vendor list.")
                }
                return list.translated(by: words).texts
            case .vendors where !texts, .cmps where !texts: return nil
            default: throw UsageError("The file \(file) is no vendor list.")
            }
        }
    }
}

/// One of the IAB's lists.
enum ConsentFrameworkList {
    case vendors(GlobalVendorList)
    case cmps(CMPList)
    case translation(VendorListTranslation)
}

/// A list in a file, with its entity tag in the file beside it.
struct VendorListFile {
    let path: String

    private var tagPath: String { path + ".etag" }

    /// The list in the file.
    func list() throws -> ConsentFrameworkList {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw UsageError("The file \(path) cannot be read.")
        }
        return try Self.list(of: Array(data), complaint: "Fetch it with consentbridge gvl fetch.")
    }

    /// The vendor list in the file.
    func vendors() throws -> GlobalVendorList {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw UsageError("The vendor list \(path) cannot be read.")
        }
        do throws(ConsentStringError) {
            return try GlobalVendorList(json: Array(data))
        } catch {
            throw UsageError("\(path) is no vendor list. Fetch one with consentbridge gvl fetch. \(error.message)")
        }
    }

    /// Reads a list; what is none is told with `complaint`, and ends the command.
    static func list(of bytes: [UInt8], complaint: String) throws -> ConsentFrameworkList {
        let vendorListError: ConsentStringError
        do throws(ConsentStringError) {
            return .vendors(try GlobalVendorList(json: bytes))
        } catch {
            vendorListError = error
        }
        if let list = try? CMPList(json: bytes) { return .cmps(list) }
        if let translation = try? VendorListTranslation(json: bytes) { return .translation(translation) }
        StandardError.write(
            "consentbridge: \(vendorListError.message) Nor is it a translation of one or a CMP list. \(complaint)\n"
        )
        throw Finished(status: .failures)
    }

    /// The entity tag that an address gave with the file, kept on two lines: the tag and the address. Nothing where it
    /// came from another address, since tags mean something only there, and where the file is gone or damaged, since
    /// "unchanged" would leave it so.
    func entityTag(from url: String) -> String? {
        guard let data = FileManager.default.contents(atPath: path), Self.isList(Array(data)),
            let tag = FileManager.default.contents(atPath: tagPath)
        else { return nil }
        let lines = String(decoding: tag, as: UTF8.self).split(separator: "\n").map(String.init)
        return lines.count == 2 && lines[1] == url ? lines[0] : nil
    }

    /// Replaces the file in one step. The tag is taken away first and written last, so that a kill in between leaves no
    /// tag beside a list that it does not belong to.
    func replace(with body: [UInt8], entityTag: String?, from url: String) throws {
        do {
            if FileManager.default.fileExists(atPath: tagPath) { try FileManager.default.removeItem(atPath: tagPath) }
            try Data(body).write(to: URL(fileURLWithPath: path), options: .atomic)
            if let entityTag {
                try Data("\(entityTag)\n\(url)\n".utf8).write(to: URL(fileURLWithPath: tagPath), options: .atomic)
            }
        } catch {
            throw UsageError("The file \(path) cannot be written; check that its folder exists and may be written to.")
        }
    }

    private static func isList(_ bytes: [UInt8]) -> Bool {
        (try? GlobalVendorList(json: bytes)) != nil || (try? CMPList(json: bytes)) != nil
            || (try? VendorListTranslation(json: bytes)) != nil
    }
}
