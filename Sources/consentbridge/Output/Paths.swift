import Foundation

extension String {
    /// A path as it is shown: relative where it lies below the folder that the program was started in.
    var relativeToHere: String {
        let here = FileManager.default.currentDirectoryPath + "/"
        return hasPrefix(here) ? String(dropFirst(here.count)) : self
    }
}
