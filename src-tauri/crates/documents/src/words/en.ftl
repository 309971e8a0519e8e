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
your-order = Your order
your-order-of = Your order of
contract = Contract
project = Project
buyer-reference = Your reference
cig = CIG
cup = CUP
corrects = Corrects invoice
delivery-note = Delivery note
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
col-order = Our order
per = per { $count }

# Groups and what is carried.
group-delivery-note = Delivery note { $number } of { $day }
group-order = Your order { $number }
group-cost-centre = Cost centre { $number }
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
account = Account
bank = Bank
scan-to-pay = Scan to pay
page-of = Page { $page } of { $pages }
vat-id = VAT no.
fiscal-code = Tax code
note = Note

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
