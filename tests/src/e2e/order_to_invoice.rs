//! One order through the whole window: entered, shipped in part, proved, posted, explained.

use std::path::Path;

use super::{Window, books, skipped};

#[tokio::test]
async fn an_order_is_shipped_in_part_and_only_that_part_is_billed() {
    if skipped() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder can be made");
    books::write(folder.path()).await;
    let window = Window::open(folder.path()).await;

    enter(&window).await;
    ship_part(&window).await;
    prove(&window).await;
    let invoice = post(&window).await;
    look_at(&window, &invoice, folder.path()).await;
    explain(&window).await;
    window.close().await;

    let again = Window::open(folder.path()).await;
    again.press("8 Billing").await;
    again.press("Posted").await;
    again.press(&invoice).await;
    again.read("€4,051.62").await;
    again.close().await;
}

async fn enter(window: &Window) {
    window.press("4 Orders").await;
    window.press("New order").await;
    window.find("[name=customer]", "bian").await;
    window.write("[name=po]", "4500123").await;
    window.write("[name=requested]", "+10").await;
    window.find("[name=product-1]", "r40").await;
    window.write("[name=quantity-1]", "120").await;
    window.write("[name=freight]", "25").await;
    // 120 x 41.20 = 4,944.00; freight 25.00; VAT 22 % of both 1,093.18.
    window.read("€6,062.18").await;
    window.read("price list").await;
    window.shot("1-order-entry").await;
    window.press("Confirm order").await;
    window.see("[data-testid=ship]").await;
    let number = window.see("[data-testid=order-number]").await.text().await.expect("a number");
    assert!(number.starts_with("OA"), "{number}");
    window.shot("2-order").await;
}

async fn ship_part(window: &Window) {
    window.press("Ship…").await;
    window.write("[name=ship-1]", "80").await;
    window.shot("3-ship").await;
    window.press("Issue delivery note").await;
    window.gone("[role=dialog]").await;
    window.read("Proof missing").await;
}

async fn prove(window: &Window) {
    window.press("8 Billing").await;
    window.read("Nothing to bill now").await;
    window.press("7 Fulfil").await;
    window.press("Record proof…").await;
    window.write("[name=signed-by]", "G. Bianchi").await;
    window.shot("4-proof").await;
    window.see("[data-testid=commit]").await.click().await.expect("the proof is recorded");
    window.gone("[role=dialog]").await;
    window.read("Correct proof…").await;
}

async fn post(window: &Window) -> String {
    window.press("8 Billing").await;
    // 80 x 41.20 = 3,296.00; freight 25.00; VAT 22 % of both 730.62.
    window.read("€4,051.62").await;
    window.shot("5-proposal").await;
    window.press("Post invoice").await;
    let number = window.see("[data-testid=invoice-number]").await.text().await.expect("a number");
    assert!(number.starts_with("FA"), "{number}");
    window.read("€4,051.62").await;
    window.shot("6-invoice").await;
    number
}

/// The document beside the invoice: drawn, larger, saved, and put away again.
async fn look_at(window: &Window, invoice: &str, folder: &Path) {
    window.see("[data-testid=show-document]").await.click().await.expect("it is asked for");
    window.see("canvas[data-drawn=true]").await;
    window.read("Page 1 of 1").await;
    window.shot("7-document").await;
    let paper = window.see("[data-testid=paper]").await;
    paper.send_keys("+").await.expect("the paper takes keys");
    window.read("125 %").await;
    window.see("[data-testid=save-pdf]").await.click().await.expect("saving is asked");
    let path = folder.join("invoice.pdf");
    window.write("[name=pdf-path]", path.to_str().expect("a name")).await;
    window.see("[data-testid=commit]").await.click().await.expect("it is saved");
    window.gone("[role=dialog]").await;
    let file = std::fs::read(&path).expect("the file is there");
    assert!(file.starts_with(b"%PDF-1.7"), "{invoice} is no PDF");
    window.see("[data-testid=show-document]").await.click().await.expect("it is put away");
    window.gone("[data-testid=document-pane]").await;
}

async fn explain(window: &Window) {
    window.see("[data-testid=why-1]").await.click().await.expect("why is asked");
    let chain = window.see("[data-testid=why-chain]").await.text().await.expect("the chain");
    window.shot("8-why").await;
    for said in
        ["120 pcs on order", "price list", "80 pcs with DA", "80 pcs accepted", "G. Bianchi"]
    {
        assert!(chain.contains(said), "{said} is not in:\n{chain}");
    }
}
