import ArgumentParser
import ConsentAdapters
import ConsentSync
import ConsentTransport
import Foundation

/// Which account at a CMP a command means: a job's of a job file, or one that is written out on the command line.
struct ConnectionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The job file with the account.", valueName: "file"))
    var jobs: String = "bridge.yaml"

    @Option(help: ArgumentHelp("The job with the account; the adapter's only one if left out.", valueName: "name"))
    var job: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "A parameter of the account, instead of the job's or without a job file: NAME=VALUE, ${env:NAME} or ${file:PATH} for "
                + "a secret. May be repeated.",
            valueName: "parameter"
        )
    )
    var parameters: [String] = []

    /// The account of an adapter.
    ///
    /// - Throws: what is wrong with the job file, or with a parameter.
    func connection(of adapter: any ConsentAdapter, in file: JobFile?) throws -> Connection {
        var connection = Connection()
        if let file, let job = try job(of: adapter, in: file) { connection = job.connection }
        for parameter in parameters { try set(parameter, in: &connection, adapter) }
        return connection
    }

    /// The job file; nil where it is not there and none was asked for.
    func file() throws -> JobFile? {
        if !FileManager.default.fileExists(atPath: jobs) {
            guard job != nil || parameters.isEmpty else { return nil }
            throw UsageError(
                "There is no job file \(jobs). Name the one with the account by --jobs FILE, or set the account's "
                    + "parameters: --set NAME=VALUE."
            )
        }
        return try JobFile(contentsOf: jobs, environment: ProcessInfo.processInfo.environment)
    }

    /// The job that is meant; nil where the file has none of the adapter and everything is set by hand.
    private func job(of adapter: any ConsentAdapter, in file: JobFile) throws -> JobFile.Job? {
        let id = adapter.descriptor.id
        if let job {
            let found = try file.jobs(named: [job])[0]
            guard found.adapter == id else {
                throw UsageError("The job \(job) is of the adapter \(found.adapter), not of \(id).")
            }
            return found
        }
        let found = file.jobs.filter { $0.adapter == id }
        if found.count > 1 {
            let names = found.map(\.name).joined(separator: ", ")
            throw UsageError("\(jobs) has several jobs of the adapter \(id): \(names). Name one with --job.")
        }
        guard found.isEmpty, parameters.isEmpty else { return found.first }
        throw UsageError(
            "\(jobs) has no job of the adapter \(id). Add one, or set the account's parameters: --set NAME=VALUE."
        )
    }

    private func set(_ text: String, in connection: inout Connection, _ adapter: any ConsentAdapter) throws {
        guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
            throw UsageError("A parameter is written NAME=VALUE, such as --set host=cmp.example.com.")
        }
        let name = String(text[..<equals])
        let value = String(text[text.index(after: equals)...])
        if name == "insecure_test" {
            connection.isInsecureTest = value == "true"
            return
        }
        if name == "allow_private_addresses" {
            connection.allowsPrivateAddresses = value == "true"
            return
        }
        // Whoever only takes messages has no other parameters than secrets.
        let isSecret =
            adapter.source?.parameters.contains { $0.name == name && $0.isSecret } ?? (adapter.webhook != nil)
        let isReference = ValueReference.isWritten(value)
        if isSecret, !isReference {
            throw UsageError(
                "\(name) is a secret, which everybody on this machine could read on the command line; write "
                    + "'\(name)=${env:NAME}' or '\(name)=${file:PATH}'."
            )
        }
        connection.values[name] = nil
        connection.secrets[name] = Secret(isReference ? try Self.expanded(value, name) : value)
    }

    private static func expanded(_ reference: String, _ name: String) throws -> String {
        do {
            return try ValueReference(reference).value(in: ProcessInfo.processInfo.environment)
        } catch {
            throw UsageError("The parameter \(name) has no value. \(error)")
        }
    }
}

extension NetworkSettings {
    /// How this machine reaches the outside, as its environment says.
    static var present: NetworkSettings { NetworkSettings(environment: ProcessInfo.processInfo.environment) }

    /// The same for an account, which may be hosted on site.
    static func present(for connection: Connection) -> NetworkSettings {
        var settings = present
        settings.allowPrivateAddresses = connection.allowsPrivateAddresses
        return settings
    }
}
