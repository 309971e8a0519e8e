//! The first page: somebody starts their own books, and finds them again.

use super::{Window, skipped};

#[tokio::test]
async fn a_person_starts_their_own_books_and_finds_them_again() {
    if skipped() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder can be made");
    let window = Window::open(folder.path()).await;
    window.write("[name=firm]", "Falegnameria Rossi").await;
    window.write("[name=member]", "Anna Rossi").await;
    window.shot("0-first-page").await;
    window.see("[data-testid=start]").await.click().await.expect("the books are started");
    window.read("Nothing lies alone").await;
    window.read("chosen, not signed in").await;
    window.close().await;

    let again = Window::open(folder.path()).await;
    again.read("Falegnameria Rossi").await;
    again.read("Nothing lies alone").await;
    again.close().await;
}
