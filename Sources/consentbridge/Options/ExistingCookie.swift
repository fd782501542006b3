import Foundation
import OptIn

/// The opt-in cookie that a browser has, as a command line names it: itself, or a file with it.
struct ExistingCookie {
    let permissions: ExistingPermissions

    /// Takes `@FILE`, the path of a file that is there, or the cookie itself.
    init(argument: String) throws {
        let isFile = argument.hasPrefix("@") || FileManager.default.fileExists(atPath: argument)
        let text = try PayloadText.text(of: isFile && !argument.hasPrefix("@") ? "@" + argument : argument)
        permissions = try ExistingPermissions(text)
    }
}
