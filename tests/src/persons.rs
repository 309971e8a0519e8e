//! A person is erased: the name goes from the file, everything that rests on it stays valid.

use std::path::Path;

use dovuto_app::error::Error;
use dovuto_app::firm::{SaveMember, members, save_member};
use dovuto_app::parties::{ContactForm, GetCustomer, customer};
use dovuto_app::persons::{ErasePerson, ErasedPerson, FindPersons, erase, find};
use dovuto_domain::kernel::id::{MemberId, PersonalId};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::Department;

use crate::harness::{Office, order, refusal};

/// A name that stands nowhere else.
const NAME: &str = "Rosamunda Trentacoste";

async fn found(office: &Office, search: &str) -> Vec<PersonalId> {
    let rows = find(&office.desk, FindPersons { search: search.to_owned() }).await.unwrap();
    rows.into_iter().map(|row| row.personal_id).collect()
}

async fn erased(office: &Office, by: MemberId, id: PersonalId) -> Result<ErasedPerson, Error> {
    let ask = ErasePerson { personal_id: id, reason: "asked for it".to_owned() };
    erase(&office.desk, &office.cx(by), ask).await
}

/// The bytes of the firm's file and of what SQLite keeps beside it.
fn bytes(office: &Office) -> Vec<u8> {
    let path = Path::new(&office.founded.path);
    let beside =
        |ending: &str| std::fs::read(format!("{}{ending}", path.display())).unwrap_or_default();
    [beside(""), beside("-wal")].concat()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// Somebody who works here, with a name that stands nowhere else.
async fn hired(office: &Office, active: bool, id: Option<MemberId>) -> MemberId {
    let form = SaveMember {
        member_id: id,
        code: "rt".to_owned(),
        name: NAME.to_owned(),
        email: Some("rosamunda@example.com".to_owned()),
        departments: vec![Department::Logistics],
        active: Some(active),
        ..SaveMember::default()
    };
    save_member(&office.desk, &office.cx(office.founder), form).await.unwrap().member_id
}

#[tokio::test]
async fn an_erased_member_is_called_by_their_code_and_the_name_is_in_no_byte_of_the_file() {
    let office = Office::open().await;
    let member = hired(&office, true, None).await;
    let [id] = *found(&office, "rosamunda trentacoste").await else { panic!("one person") };
    assert!(holds(&bytes(&office), NAME));
    let active = refusal(erased(&office, office.founder, id).await);
    assert_eq!(active, Refusal::PersonActive { member: "rt".to_owned() });

    hired(&office, false, Some(member)).await;
    let by_sara = refusal(erased(&office, office.sara, id).await);
    assert_eq!(by_sara, Refusal::NeedsSenior { member: "sara".to_owned() });
    erased(&office, office.founder, id).await.unwrap();

    assert!(!holds(&bytes(&office), NAME), "the name is still in the open file");
    assert!(!holds(&bytes(&office), "rosamunda@example.com"));
    assert_eq!(found(&office, NAME).await, []);
    let views = members(&office.desk).await.unwrap();
    let view = views.iter().find(|view| view.member_id == member).unwrap();
    assert_eq!((view.name.as_str(), &view.email), ("rt", &None));
    office.verified().await;

    let again = refusal(erased(&office, office.founder, id).await);
    assert_eq!(again, Refusal::PersonErasedAlready);
    let stranger = PersonalId(uuid::Uuid::from_u128(9));
    let unknown = erased(&office, office.founder, stranger).await;
    assert!(matches!(unknown, Err(Error::NotFound { .. })));

    let office = office.reopen_after(|_, _| {}).await;
    assert!(!holds(&bytes(&office), NAME));
    office.verified().await;
}

#[tokio::test]
async fn who_signed_a_proof_and_a_customers_contact_can_be_erased() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let mut form = crate::harness::customer("ROSSI", "IT");
    let contact = ContactForm {
        role: "purchasing".to_owned(),
        name: NAME.to_owned(),
        phone: None,
        email: None,
    };
    form.contacts = Some(vec![contact]);
    let rossi = office.customer_as(form).await;
    let order_id = office.confirmed(order(rossi, &[(rid, 5)])).await;
    office.delivered(order_id).await;
    office.post(order_id).await.unwrap();

    let signed = found(&office, "Ricevente").await;
    let contact = found(&office, NAME).await;
    for id in signed.iter().chain(&contact) {
        erased(&office, office.founder, *id).await.unwrap();
    }
    assert_eq!((signed.len(), contact.len()), (1, 1));
    assert!(!holds(&bytes(&office), "Ricevente") && !holds(&bytes(&office), NAME));
    let view = customer(&office.desk, GetCustomer { customer_id: rossi }).await.unwrap();
    assert!(view.contacts.iter().all(|contact| contact.person.is_none()));
    office.verified().await;
}

#[tokio::test]
async fn an_erasure_that_is_repeated_gets_its_first_answer() {
    let office = Office::open().await;
    hired(&office, false, None).await;
    let [id] = *found(&office, NAME).await else { panic!("one person") };
    let ask = || ErasePerson { personal_id: id, reason: "asked for it".to_owned() };
    let cx = || office.cx_of(office.founder, 7_001, 1);
    let first = erase(&office.desk, &cx(), ask()).await.unwrap();
    let before = office.n_facts().await;
    assert_eq!(erase(&office.desk, &cx(), ask()).await.unwrap(), first);
    assert_eq!(office.n_facts().await, before);
}
