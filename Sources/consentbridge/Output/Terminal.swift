import Foundation

/// Standard output.
enum StandardOutput {
    /// Whether a person looks at it.
    static let isTerminal = isatty(STDOUT_FILENO) == 1

    static func write(_ text: String) {
        write(Array(text.utf8))
    }

    /// Writes bytes, or ends the program: an answer that is not whole must not look like one.
    ///
    /// A reader that has gone away ends it without a word, by the signal that ends the shell's tools then.
    static func write(_ bytes: [UInt8]) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        } catch {
            if isBrokenPipe(error) {
                signal(SIGPIPE, SIG_DFL)
                raise(SIGPIPE)
            }
            StandardError.write(
                "consentbridge: standard output cannot be written, so the answer is not whole; check its disk's room.\n"
            )
            exit(ExitStatus.unavailable.rawValue)
        }
    }

    private static func isBrokenPipe(_ error: any Error) -> Bool {
        let error = error as NSError
        let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
        return cause.domain == NSPOSIXErrorDomain && cause.code == Int(EPIPE)
    }
}

/// Standard error.
enum StandardError {
    /// Whether a person looks at it.
    static let isTerminal = isatty(STDERR_FILENO) == 1

    static func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}

/// Colours, on a terminal only and never where `NO_COLOR` is set.
enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"

    static let isOn =
        StandardOutput.isTerminal && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
        && ProcessInfo.processInfo.environment["TERM"] != "dumb"

    func callAsFunction(_ text: String) -> String {
        Self.isOn ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
    }
}
