import ConsentTransport
import Foundation
import MachineTime
import PullLimits

/// Fetches addresses as fast as it can and says how fast that was: `PullJob swift|c URLS COUNT WIDTH [CA]`.
///
/// A program of its own, so that the processors that it may use and the memory that it takes are its own. With CA, the
/// file of the authority to trust, it fetches by HTTP/2 over one connection.
@main
struct PullJob {
    let addresses: [String]
    let count: Int
    let width: Int
    let authority: String?

    static func main() async {
        let arguments = CommandLine.arguments
        guard arguments.count > 4, let count = Int(arguments[3]), let width = Int(arguments[4]), width > 0,
            let text = try? String(contentsOfFile: arguments[2], encoding: .utf8)
        else {
            return end("PullJob swift|c URLS COUNT WIDTH [CA]")
        }
        let addresses = text.split(separator: "\n").map(String.init)
        guard !addresses.isEmpty else { return end("\(arguments[2]) has no addresses.") }
        let authority = arguments.count > 5 ? arguments[5] : nil
        let job = PullJob(addresses: addresses, count: count, width: width, authority: authority)
        do {
            let (wall, processor) = (wall_seconds(), own_processor_seconds())
            let (answers, bytes) = arguments[1] == "c" ? try job.byC() : try await job.bySwift()
            let seconds = wall_seconds() - wall
            let cost = (own_processor_seconds() - processor) / Double(count) * 1e6
            guard answers == count else { return end("Only \(answers) of \(count) requests were answered.") }
            print("\(Int(Double(count) / seconds)) req/s, \(bytes) bytes, \(String(format: "%.1f", cost)) us cpu/req")
        } catch {
            end("\(error)")
        }
    }

    private static func end(_ message: String) {
        FileHandle.standardError.write(Data("\(message)\n".utf8))
        exit(1)
    }

    /// By the transport of the library, as a source of consents uses it: a task for each of WIDTH workers.
    private func bySwift() async throws -> (answers: Int, bytes: Int) {
        let hosts = ["127.0.0.1"].compactMap(HostPattern.init)
        var options = CurlClient.Options(policy: TransportPolicy(allowedHosts: hosts, insecureTest: true))
        options.limits.maxConcurrentTransfers = width
        options.caFile = authority
        let client = try CurlClient(options: options)
        let total = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
            for worker in 0..<width {
                group.addTask(executorPreference: client.executor) {
                    var (answers, bytes) = (0, 0)
                    for number in stride(from: worker, to: count, by: width) {
                        let response = try await client.send(HTTPRequest(.get, addresses[number % addresses.count]))
                        answers += response.status == 200 ? 1 : 0
                        bytes += response.body.count
                    }
                    return (answers, bytes)
                }
            }
            return try await group.reduce(into: (0, 0)) { sum, part in
                sum.0 += part.0
                sum.1 += part.1
            }
        }
        await client.shutdown()
        return total
    }

    private func byC() throws -> (answers: Int, bytes: Int) {
        let texts = addresses.map { strdup($0) }
        defer { texts.forEach { free($0) } }
        let pointers = (0..<count).map { UnsafePointer(texts[$0 % texts.count]) }
        var result = pull_count()
        let code = pull_limit(pointers, count, Int32(width), authority == nil ? 0 : 1, authority, &result)
        guard code == 0 else { throw Failed(code: code) }
        return (result.answers, Int(result.bytes))
    }

    private struct Failed: Error {
        /// A code of libcurl's.
        let code: Int32
    }
}
