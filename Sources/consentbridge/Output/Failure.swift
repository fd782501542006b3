import ArgumentParser
import ConsentAdapters
import ConsentSync
import ConsentTransport
import Foundation
import OptIn

/// The program's exit codes.
enum ExitStatus: Int32 {
    /// Everything was done.
    case done = 0
    /// Finished, with failures that are listed.
    case failures = 1
    /// The command line or a file that a person wrote is wrong.
    case usage = 2
    /// The CMP or the store could not be reached or opened.
    case unavailable = 3
    /// There would be changes, and the caller asked to be told so.
    case changes = 4
}

/// Ends a command with a status, after it has printed what it had to say.
struct Finished: Error {
    let status: ExitStatus
}

/// Turns an error into a sentence on standard error and an exit code.
enum Failure {
    static func exit(_ error: any Error) -> Never {
        if let finished = error as? Finished { Foundation.exit(finished.status.rawValue) }
        if let (message, status) = explained(error) {
            StandardError.write("consentbridge: \(message)\n")
            Foundation.exit(status.rawValue)
        }
        // The parser's own: help and version go to standard output, mistakes to standard error with our code for them.
        let message = ConsentBridge.fullMessage(for: error)
        if ConsentBridge.exitCode(for: error) == .success {
            StandardOutput.write(message + "\n")
            Foundation.exit(ExitStatus.done.rawValue)
        }
        StandardError.write(message + "\n")
        Foundation.exit(ExitStatus.usage.rawValue)
    }

    private static func explained(_ error: any Error) -> (String, ExitStatus)? {
        switch error {
        case let error as DiagnosticsError: (error.description, .usage)
        case let error as AdapterError: (error.message, error.code == .contract ? .unavailable : .usage)
        case let error as StoreError: (error.message, .unavailable)
        case let error as TransportError: (error.message, .unavailable)
        case let error as SyncFailure: (error.message, ExitStatus(error.kind))
        case let error as UsageError: (error.message, .usage)
        case let error as OptInExportError: (error.message, .usage)
        case is SubjectText.Unknown: ("Nobody of that id is in the store.", .failures)
        default: nil
        }
    }
}

extension ExitStatus {
    /// The status of a job's failure.
    init(_ kind: SyncFailure.Kind) {
        switch kind {
        case .configuration: self = .usage
        case .source, .store: self = .unavailable
        case .stopped: self = .failures
        }
    }
}

/// Something that the command line asks for and that cannot be, such as a file that is not there.
struct UsageError: Error {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}
