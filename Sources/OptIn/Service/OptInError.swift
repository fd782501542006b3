/// What the library throws, in its own sentences.
public enum OptInError: String, Error, Sendable, Hashable, CaseIterable {
    /// An unknown category, or none, for `approve` or `deny`. Nothing has changed.
    case invalidCategories = "[OptIn] Invalid category(-ies). Please use the `OptIn.Categories` enum."
    /// `on` without a function.
    case callbackIsNoFunction = "[ON] Callback should be a function."
    /// `registerPlugin` with something that has no name or no `onRegister`.
    case invalidPlugin = "[OptIn#registerPlugin] Plugin is invalid."
    /// `execute` without a command of the form `plugin.api`.
    case invalidCommand = "[OptIn.execute] Please provide a valid command."
    /// `execute` with a command that no plug-in knows; only logged.
    case unknownCommand = "Make sure the plugin and API name exist."
    /// A question to the CMP that was not answered in time.
    case timeout = "The call took longer than you wanted!"
    /// A question to the CMP without a function to call back.
    case callbackCannotBeQueued =
        "[callbackRegistryFactory] Make sure callback is a function or an array of functions."
}

extension OptInError: CustomStringConvertible {
    /// The library's sentence.
    public var description: String { rawValue }
}
