//! The sample firm: a small works whose orders stand in every situation, made by the use cases.
//!
//! Nothing here reaches past a use case. Each act has its own day and its own person, so that the
//! ledger tells a story of three months up to today.

mod acts;
mod catalog;
mod mends;
mod not_as_promised;
mod opening;
mod orders;
mod parties;

use std::collections::HashMap;

use chrono::{DateTime, Datelike as _, Duration, NaiveDate, NaiveTime, Utc, Weekday};
use dovuto_domain::kernel::id::{CarrierId, CustomerId, MemberId, ProductId};
use dovuto_domain::kernel::quantity::Quantity;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::cx::Cx;
use crate::desk::Desk;
use crate::error::Error;
use crate::house::{Founded, House};
use crate::orders::{SaveOrder, SaveOrderLine};

/// How many working days ago the story begins.
const BEGINS: u32 = 62;

/// Makes the sample firm "Officine Alpi Srl" in the house and tells its story up to today.
///
/// Refuses where a firm of that name lies in the house already; leaves nothing behind then.
pub async fn make(house: &House, cx: &Cx) -> Result<(Founded, Desk), Error> {
    let mut clock = Clock::new(cx);
    let (founded, desk) = house.create(&clock.on(BEGINS, None), &parties::founding()).await?;
    let mut story = Story {
        desk,
        clock,
        members: HashMap::from([("giulia", founded.member_id)]),
        customers: HashMap::new(),
        products: HashMap::new(),
        carriers: HashMap::new(),
    };
    match tell(&mut story).await {
        Ok(()) => Ok((founded, story.desk)),
        Err(error) => {
            story.desk.store.close().await;
            house.remove(&founded.firm);
            Err(error)
        }
    }
}

async fn tell(story: &mut Story<'_>) -> Result<(), Error> {
    parties::tell(story).await?;
    catalog::tell(story).await?;
    opening::tell(story).await?;
    let scenes = orders::scenes(story);
    acts::play(story, scenes).await
}

/// Turns "so many working days ago" into the context of one act. Time only goes forward.
struct Clock<'a> {
    world: &'a Cx,
    last: DateTime<Utc>,
    acts: u64,
}

impl<'a> Clock<'a> {
    fn new(world: &'a Cx) -> Self {
        Self { world, last: DateTime::<Utc>::MIN_UTC, acts: 0 }
    }

    /// The context of the next act of a member, so many working days ago.
    fn on(&mut self, days_ago: u32, actor: Option<MemberId>) -> Cx {
        let world = self.world;
        let today = working_day_before(world.today, days_ago);
        let opens = NaiveTime::from_hms_opt(7, 30, 0).expect("half past seven is a time");
        let at = today.and_time(opens).and_utc().max(self.last + Duration::minutes(4));
        self.last = at.min(world.now);
        let n = self.acts;
        self.acts += 1;
        let chance: Uuid = world.fresh();
        let seed: [u8; 32] = Sha256::digest(chance.as_bytes()).into();
        // The first act answers for the whole request, the others for themselves.
        let request = match n {
            0 => world.request.clone(),
            n => world.part(&format!("sample {n}")),
        };
        Cx::new(self.last, today, actor, request, seed)
    }
}

/// The day that lies so many working days before `today`; `today` itself may be any day.
fn working_day_before(today: NaiveDate, days: u32) -> NaiveDate {
    let mut day = today;
    let mut left = days;
    while left > 0 {
        day = day.pred_opt().expect("dates of business are far from the first one");
        if !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            left -= 1;
        }
    }
    day
}

/// The story so far: the open firm, and everybody and everything in it by code.
struct Story<'a> {
    desk: Desk,
    clock: Clock<'a>,
    members: HashMap<&'static str, MemberId>,
    customers: HashMap<&'static str, CustomerId>,
    products: HashMap<&'static str, ProductId>,
    carriers: HashMap<&'static str, CarrierId>,
}

impl Story<'_> {
    /// The context of the next act of a member, so many working days ago.
    fn on(&mut self, days_ago: u32, who: &str) -> Cx {
        let actor = self.members[who];
        self.clock.on(days_ago, Some(actor))
    }

    /// The day so many working days ago.
    fn day(&self, days_ago: u32) -> NaiveDate {
        working_day_before(self.clock.world.today, days_ago)
    }

    /// An order of whole units under a PO, ready to be adorned and entered.
    fn order(&self, customer: &str, po: &str, lines: &[(&str, i64)]) -> SaveOrder {
        let line = |&(product, units): &(&str, i64)| SaveOrderLine {
            cascade: Vec::new(),
            to_be_agreed: false,
            product_id: self.products[product],
            quantity: Quantity::units(units),
            description: None,
            customer_line: None,
            cost_centre: None,
            price: None,
            evidence: None,
        };
        let mut order = SaveOrder {
            customer_id: Some(self.customers[customer]),
            lines: lines.iter().map(line).collect(),
            ..SaveOrder::default()
        };
        order.references.customer_po = Some(po.to_owned()).filter(|po| !po.is_empty());
        order
    }
}
