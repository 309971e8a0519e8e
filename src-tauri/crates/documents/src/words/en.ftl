# The kinds of documents.
kind-invoice = Invoice
kind-deferred-invoice = Invoice
kind-credit-note = Credit note
kind-pro-forma = Pro-forma invoice
kind-order-confirmation = Order confirmation
kind-pick-list = Pick list
kind-packing-list = Packing list
kind-delivery-note = Delivery note
kind-return-slip = Return slip
kind-proof-sheet = Proof of what is billed
kind-statement = Statement of account

# What stands beside the address.
number = Number
date = Date
due-date = Payable by
order = Our order
orders = Our orders
your-order = Your order
your-order-of = Your order of
contract = Contract
project = Project
buyer-reference = Your reference
cig = CIG
cup = CUP
corrects = Corrects invoice
delivery-note = Delivery note
goods-receipt = Goods receipt
delivered-on = Delivered
promised-on = Promised for
carrier = Carrier
transport = Transport
ship-to = Deliver to
customer = Customer
of-day = { $number } of { $day }

# Columns.
col-position = Pos.
col-our-code = Item
col-their-code = Your item
col-their-line = Your line
col-description = Description
col-quantity = Quantity
col-unit = Unit
col-price = Price
col-discount = Disc.
col-vat = VAT
col-net = Amount
col-delivery-note = Delivery note
col-cost-centre = Cost centre
col-supply-date = Delivered
col-lot-serial = Lot, serial no.
col-order = Our order
per = per { $count }

# Groups and what is carried.
group-delivery-note = Delivery note { $number } of { $day }
group-cost-centre = Cost centre { $number }
group-site = Delivered to { $place }
group-none = Without a cost centre
subtotal = Subtotal
carried-forward = Carried forward
brought-forward = Brought forward

# The end.
net-total = Net
charge-freight = Freight
charge-small_order = Small order fee
charge-other = Charge
vat-at = VAT { $rate } on { $net }
vat-none = No VAT on { $net }
total = Total
to-pay = To be paid
to-credit = Credited to you
vat-rate = VAT
vat-net = Taxable
vat-tax = Tax
vat-in-own = VAT in { $currency } at { $rate } of { $day }: { $amount }
exemption = { $category }: { $reason }
pay-by = Please pay by { $day }, quoting { $number }.
pay-now = Please pay at once, quoting { $number }.
pay-early = Pay by { $day } and take off { $percent }: { $amount }.
account = Account
bank = Bank
scan-to-pay = Scan to pay
page-of = Page { $page } of { $pages }
vat-id = VAT no.
fiscal-code = Tax code
note = Note

# Papers of goods.
col-picked = Picked
col-sent-back = Sent back
col-reason = Reason
signed-carrier = Carrier: name, day and signature
signed-recipient = Recipient: name, day and signature
signed-picker = Picked by: name and day
signed-packer = Packed by: name and day
signed-sender = Sent back by: name, day and signature
planned-on = Planned for
dispatched-on = Sent
proved-on = Received
orders = Our orders
transport-sale = Sale
transport-replacement = Replacement
transport-service = Service
transport-by-us = By us
reason-of-transport = Reason of transport
remark-serials = Serial numbers: { $numbers }
remark-lots = Lot { $number }: { $quantity }
remark-replacement = Replaces goods that came back.
remark-send-back = Put this slip with the goods and send them to the address above.

# Orders.
requested-on = You asked for
confirmed-on = Confirmed
remark-date = Changed: you asked for { $asked }, we promise { $promised }.
remark-promise-moved = Changed: first promised for { $first }, now for { $promised }.
remark-quantity = Changed: you ordered { $asked }.
remark-quantity-none = Changed: you ordered { $asked }, nothing of it is still to come.
remark-line-added = Changed: not in your order as it was entered.
remark-price = Changed: your order says { $price }.
remark-to-be-agreed = The price is still to be agreed.
remark-without = The sums are without lines whose price or VAT is still to be agreed.
remark-not-an-invoice = This is not an invoice: no VAT is due on it and none may be deducted.

# Proof of what is billed.
remark-dispatched = Sent: { $quantity } with delivery note { $number } of { $day }.
remark-received = Received: { $quantity } on { $day }, signed by { $name } ({ $reference }).
remark-received-signed = Received: { $quantity } on { $day }, signed by { $name }.
remark-received-plain = Received: { $quantity } on { $day }.
remark-received-on-paper = Received: { $quantity } on { $day } ({ $reference }).
remark-no-proof = No proof of delivery.
remark-on-dispatch = No proof of delivery: billed when sent, as agreed.
remark-returned = Came back: { $quantity }.
remark-agreed = Price { $price } by { $by }, in force from { $from }.
remark-agreed-dated = Price { $price } by { $by } of { $day }, in force from { $from }.
source-quotation = quotation
source-price_agreement = price agreement
source-price_list = price list
source-customer_order = your order

# Statements of account.
as-of = Situation on
col-document = Document
col-amount = Amount
col-settled = Paid, credited
col-open = Open
item-opening = Invoice
item-payment = Your payment
item-overdue = overdue
overdue-total = Of that overdue
open-total = Open
nothing-open = Nothing is open.

# What a customer requires, said to a clerk; copies.
copy-of = Copy { $copy } of { $copies }
vat-total = VAT in all

# Units of measure.
unit-C62 = pcs
unit-H87 = pcs
unit-EA = pcs
unit-PCE = pcs
unit-SET = sets
unit-PR = pairs
unit-KGM = kg
unit-GRM = g
unit-TNE = t
unit-LTR = l
unit-MLT = ml
unit-MTR = m
unit-CMT = cm
unit-MMT = mm
unit-MTK = m²
unit-MTQ = m³
unit-HUR = h
unit-MIN = min
unit-DAY = days
unit-MON = months
unit-KWH = kWh
unit-XBX = boxes
unit-XPX = pallets

# Countries.
country-AR = Argentina
country-AT = Austria
country-AU = Australia
country-BE = Belgium
country-BG = Bulgaria
country-BR = Brazil
country-CA = Canada
country-CH = Switzerland
country-CN = China
country-CY = Cyprus
country-CZ = Czechia
country-DE = Germany
country-DK = Denmark
country-EE = Estonia
country-ES = Spain
country-FI = Finland
country-FR = France
country-GB = United Kingdom
country-GR = Greece
country-HR = Croatia
country-HU = Hungary
country-IE = Ireland
country-IN = India
country-IT = Italy
country-JP = Japan
country-LI = Liechtenstein
country-LT = Lithuania
country-LU = Luxembourg
country-LV = Latvia
country-MT = Malta
country-MX = Mexico
country-NL = Netherlands
country-NO = Norway
country-PL = Poland
country-PT = Portugal
country-RO = Romania
country-RS = Serbia
country-SE = Sweden
country-SI = Slovenia
country-SK = Slovakia
country-SM = San Marino
country-TR = Türkiye
country-UA = Ukraine
country-US = United States
country-VE = Venezuela
