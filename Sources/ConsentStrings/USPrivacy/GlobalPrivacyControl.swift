/// The Global Privacy Control signal (W3C "Global Privacy Control"; the header `Sec-GPC`): an opt-out of sale, sharing and targeted advertising for all sites.
///
/// A missing signal is not a signal of "no": it is not known whether the browser would send one.
public enum GlobalPrivacyControl {
    /// Reads the value of the request header `Sec-GPC`. Only `1` is a signal; anything else is none.
    public static func signal(header value: String?) -> Bool? {
        value == "1" ? true : nil
    }

    /// Reads the value of `navigator.globalPrivacyControl`, as a script would print it.
    public static func signal(scriptValue value: String?) -> Bool? {
        switch value {
        case "true", "1": true
        case "false", "0": false
        default: nil
        }
    }
}
