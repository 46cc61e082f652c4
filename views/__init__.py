"""The app's pages: presentation only. They open the library, call it, and show what it says."""
