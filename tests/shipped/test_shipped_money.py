"""Percentages, prices, pay, loans and investments.

Other values than in the examples of the procedures, and requests that are only similar.
"""

from __future__ import annotations

from tests.shipped.answers import Asked

ANSWERS = {
    "percent": """
percent_of | 15% of (80 + 20) | 15
percent_of_percent | what is 20% of 20% of 500 | 20
percent_change | from 80 to 100 is what percent increase | 25
percent_change | price went from $80 to $100, what percent is that | 25
tip_amount | 15% tip on an 80 dollar bill | 12
percent_added | add 7% tax to $200 | 214
percent_of | what's 12.5% of 640 | 80
percent_of | 8% sales tax on $250 | 20
percent_of | what is 60 percent of 350 dollars | 210
percent_off | what is 15% off $60 | 51
percent_off | decrease 400 by 5% | 380
percent_added | increase 400 by 5% | 420
percent_added | $50 plus 20% tip | 60
what_percent | what percent of 80 is 12 | 15
percent_change | percent increase from 40 to 50 | 25
percent_decrease | percent decrease from 50 to 40 | 20
split_bill | split a bill of $90 with 10% tip between 3 people | [33, 33, 33]
split_evenly | split $50 3 ways | [16.68, 16.66, 16.66]
whole_of_percent | 18 is 15% of what number | 120
two_discounts | 10% off and then another 10% off $200 | 162
tip_amount | what is a 20% tip on $45 | 9
""",
    "money": """
net_price | price before tax if $108 includes 8% tax | 100
pay_for_hours | $22/hr for 40 hours | 880
full_year_pay | i make $25 an hour, 40 hours a week, how much a year | 52000
gross_price | price including 19% vat for 250 | 297.5
net_price | remove 20% vat from €96 | 80
tax_included | how much vat is included in 96 at 20% | 16
original_price | what was the original price if it is $60 after 25% off | 80
money_saved | how much do i save with 30% off $70 | 21
gross_margin | gross margin if cost is 30 and price is 120 | 75
markup | markup if the cost is $30 and the price is $120 | 300
price_with_markup | price with a 25% markup on a cost of $40 | 50
price_for_margin | price for a cost of 40 and a 20% margin | 50
profit | profit if i buy for $12.50 and sell for $20 | 7.5
units_to_break_even | how many units to break even with fixed costs of 900, a price of 15 and a unit cost of 8 | 129
unit_price | price per item if 8 items cost $30 | 3.75
price_of_more | if 5 cost $8, how much do 12 cost | 19.2
cost_of_items | how much do 7 items cost at $1.99 each | 13.93
change_due | how much change do i get if i pay $32.40 with $50 | 17.6
us_coins | fewest us coins for 41 cents | {"quarters": 1, "dimes": 1, "nickels": 1, "pennies": 1}
shared_by_parts | divide $90 in the ratio 2, 3 and 4 | [20, 30, 40]
shared_in_two | split 84 in the ratio 3:4 | [36, 48]
pay_for_hours | how much do i earn for 36 hours at $18.50 per hour | 666
pay_with_overtime | pay for 50 hours at $10 an hour with time and a half after 40 hours | 550
yearly_pay | annual salary at $30 an hour, 38 hours a week, 50 weeks a year | 57000
monthly_from_yearly | how much a month is 54000 a year | 4500
yearly_from_monthly | $2,100 a month is how much a year | 25200
bracket_tax | tax on 30000 with brackets from 0, 12000 and 25000 and rates in percent of 0, 20 and 40 | 4600
""",
    "loans": """
monthly_payment | what is the monthly payment on a loan of $18,000 at 5% over 4 years | 414.53
monthly_payment | monthly payment on a 15-year mortgage of $200,000 at 4.5% | 1529.99
amortization_table | amortization schedule for a loan of 900 at 0% over 0.25 years | \
{"columns": ["month", "payment", "interest", "principal", "balance"], \
"rows": [[1, 300, 0, 300, 600], [2, 300, 0, 300, 300], [3, 300, 0, 300, 0]]}
loan_balance | remaining balance after 9 months of a loan of 1200 at 0% over 1 years | 300
loan_interest | total interest on a loan of 1000 at 12% over 0.5 years | 35.28
affordable_loan | how much can i borrow for $500 a month at 4.8% over 5 years | 26624.43
months_to_pay_off | how many months to pay off 1000 at 12% paying 100 a month | 11
""",
    "finance": """
simple_interest_earned | simple interest on $800 at 4% for 2.5 years | 80
interest_of_a_year | how much interest does $800 earn in a year at 4% | 32
interest_of_a_month | monthly interest on $2,400 at 20% apr | 40
compound_interest_earned | how much interest does 2000 earn at 3% compounded yearly in 4 years | 251.02
monthly_compound_interest | compound interest on 2000 at 3% compounded monthly for 4 years | 254.66
value_after_years | how much is 2000 worth after 4 years at 3% compounded yearly | 2251.02
value_compounded | future value of 2000 after 4 years at 3% compounded 2 times a year | 2252.99
value_compounded_monthly | future value of $2000 after 4 years at 3% compounded monthly | 2254.66
value_compounded_daily | how much is 2000 worth after 4 years at 3% compounded daily | 2254.98
savings_after_years | how much will i have if i save $250 a month for 8 years at 3.6% a year | 27765.2
deposit_for_goal | how much should i save each month to have $50,000 in 8 years at 3.6% a year | 450.21
present_value_of | present value of 5000 in 6 years at 4% a year | 3951.57
net_present_value_today | npv of -500, 200, 200 and 200 at 8% with the first flow today | 15.42
net_present_value_in_a_period | npv of -500, 200, 200 and 200 at 8% with the first flow in a year | 14.28
internal_rate_in_percent | irr of -100, 60 and 60 | 13.0662
payback_years | payback period of 9000 returning 2000 a year | 4.5
compound_growth_rate | cagr from 50 to 80 over 5 years | 9.8561
effective_rate_monthly | effective annual rate of 6% compounded monthly | 6.1678
return_on_investment | roi if $400 became $500 | 25
years_to_double | how many years to double money at 5% a year | 14.21
rule_of_72 | rule of 72 for 8% | 9
depreciation_a_year | straight-line depreciation of 8000 over 5 years with a salvage value of 500 | 1500
depreciation_table | depreciation schedule for 900 over 2 years with a salvage value of 100 | \
{"columns": ["year", "depreciation", "value"], "rows": [[1, 400, 500], [2, 400, 100]]}
value_after_losses | value of $10,000 after 2 years losing 10% a year | 8100
dividend_yield | dividend yield if the dividend is $1.50 and the price is $60 | 2.5
""",
}

# Similar words that ask for something else, for more, or for too little: no procedure may answer them.
NEAR_MISSES = [
    "what is 30% off",
    "15% of $20 and $30",
    "18% tip split between 4 people",
    "what percent of $80 is €20",
    "gross margin if cost is 60",
    "price including vat for 80",
    "price excluding 19% vat for 80 and shipping",
    "split 100 between 3 people and 2 children",
    "how much interest does 1000 earn at 5% in 3 years",
    "interest on 1000 at 5% for 3 years",
    "future value of 1000 at 5% compounded weekly after 3 years",
    "monthly payment on a loan of 250000 at 6%",
    "weekly payment on a loan of 250000 at 6% over 30 years",
    "monthly payment on a loan of 250000 at 6% a month over 30 years",
    "npv of -100, 60 and 60 at 10%",
    "monthly payment on a loan of 250000 at 6% over 30 months",
    "how many cents in 5 dollars and 3 quarters",
    "balance after 3 years of a loan of 1000 at 5% over 4 years",
]

# What cannot be answered, with a part of the sentence that says why.
MISTAKES = {
    "percent change from 0 to 5": "no percent change from 0",
    "original price if it is 20 after 100% off": "100% off",
    "how much change from 10 for 12": "less than the price",
    "how many months to pay off 5000 at 18% paying 75 a month": "does not cover the interest",
    "monthly payment on a loan of 1000 at 5% over 0.3 years": "whole months",
    "irr of 100, 50 and 60": "no rate of return",
    "split 100 between 0 people": "at least one person",
}


class TestMoney(Asked):
    answers, near_misses, mistakes = ANSWERS, NEAR_MISSES, MISTAKES
