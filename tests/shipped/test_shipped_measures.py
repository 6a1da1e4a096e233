"""Conversions, speeds, mixtures, averages and geometry.

Other values than in the examples of the procedures, and requests that are only similar.
"""

from __future__ import annotations

from tests.shipped.answers import Asked

ANSWERS = {
    "conversion": """
convert | convert 3 miles to km | 4.828032
convert | how many grams are in 2.5 kg | 2500
convert | what is 20 celsius in fahrenheit | 68
convert | how many km is 5 miles | 8.04672
convert | how many ounces in 2 cups | 16
convert | what's 212 degrees farenheit in celcius | 100
conversion_factor | lb to kg | 0.45359237
conversion_factor | i need to know the conversion between tablespoons and teaspoons | 3
months_in_years | how many months in 5 years | 60
years_in_months | 18 months in years | 1.5
conversion_factor | how many ounces are in a pound | 16
conversion_factor | how do you convert gallons to liters | 3.785411784
half_a_unit | how many seconds are in half a minute | 30
feet_and_inches_in_cm | what is 5 feet 2 inches in cm | 157.48
cm_in_feet_and_inches | 165 cm in feet and inches | {"feet": 5, "inches": 5}
clock_time_of_seconds | 7325 seconds in hours, minutes and seconds | {"hours": 2, "minutes": 2, "seconds": 5}
clock_time_of_minutes | 200 minutes in hours and minutes | {"hours": 3, "minutes": 20}
hours_and_minutes_in_minutes | how many minutes are in 1 hours and 45 minutes | 105
us_mpg_in_liters_per_100_km | convert 25 us mpg to liters per 100 km | 9.41
exchanged | 250 dollars in euros at 0.9 euros per dollar | 225
""",
    "times": """
lengths_added | 2h30 + 1h45 | "PT4H15M"
lengths_added | what is 3 hours and 45 minutes plus 2 hours 30 minutes | "PT6H15M"
three_lengths_added | add 20 minutes, 35 minutes and 1 hour | "PT1H55M"
length_left | 1 hour 20 minutes minus 45 minutes | "PT35M"
length_left | 1h20m - 45m | "PT35M"
length_repeated | 12 x 35 minutes | "PT7H"
length_divided | 3 hours divided by 4 | "PT45M"
time_after | what time is it 45 minutes after 2:30 pm | "15:15:00"
time_after | 3pm plus 90 minutes | "16:30:00"
time_after | 20 minutes past 11:50 pm | "00:10:00"
time_before | what is 2 hours before 1:15 pm | "11:15:00"
time_from_to | how long from 9am to 5:30 pm | "PT8H30M"
time_from_to | 9:30 to 17:15 how long | "PT7H45M"
time_from_to | how long from 10 pm to 6 am | "PT8H"
time_difference | what is the difference between 10:05 and 9:50 | "PT15M"
hours_from_to | how many hours between 8:15 am and 4:45 pm | 8.5
minutes_from_to | how many minutes from 9:50 to 10:05 | 15
length_in_hours | 1 hour 45 minutes in hours | 1.75
length_in_minutes | how many minutes are in 1 hour 20 minutes | 80
length_in_seconds | 2 minutes 30 seconds in seconds | 150
""",
    "quantities": """
gallons_needed | fuel for 300 miles at 25 mpg | 12
speed_in_a_time | average speed for 150 miles in 2.5 hours | 60
speed_in_minutes | speed in km/h for 7 km in 35 minutes | 12
travel_hours | how many hours does it take to drive 330 miles at 60 mph | 5.5
travel_time | how long does it take to drive 100 km at 80 km/h | {"hours": 1, "minutes": 15}
distance_travelled | how far does a car travel in 3 hours at 70 mph | 210
running_pace | running pace for 8 km in 44 minutes | {"minutes": 5, "seconds": 30}
liters_per_100_km | liters per 100 km if 33 liters last 500 km | 6.6
miles_per_gallon | mpg for 420 miles on 15 gallons | 28
fuel_cost | fuel cost for 250 km at 8 liters per 100 km and $1.50 per liter | 30
us_fuel_cost | gas cost for 200 miles at 40 mpg and $4 per gallon | 20
electricity_cost | cost of running 2000 watts for 5 hours at $0.25 per kwh | 2.5
download_seconds | how many seconds to download 2 gigabytes at 50 megabits per second | 320
time_together | how many hours together if one takes 6 hours and the other 12 hours | 4
days_for_workers | if 5 workers take 8 days, how many days do 10 workers take | 4
mixed_concentration | mix 1 liters of 40% with 3 liters of 20% | 25
water_to_dilute | how much water to add to 3 liters of 20% to get 15% | 1
average_of_two | what is the average of 12 and 15 | 13.5
average_with_weights | weighted average of 60, 70 and 95 with weights 1, 1 and 2 | 80
average_of_groups | average price if i buy 20 at $5 and 5 at $10 | 6
score_needed | what do i need on the final to get 80 if i have 75 and the final is worth 50% | 85
percentage_needed | what do i need on the final to get 80% if i have 75% and the final is worth 50% | 85
scaled_recipe | if 4 servings need 250 how much do 10 servings need | 625
body_mass_index | bmi for 80 kg and 180 cm | 24.7
words_per_minute | words per minute for 450 words in 6 minutes | 75
current_through | how many amps flow through 20 ohms at 230 volts | 11.5
density | density of 270 grams in 100 cubic centimeters | 2.7
""",
    "geometry": """
circle_area | area of a circle with radius 2.5 | 19.634954084936
circle_area_of_diameter | area of a circle with diameter 10 | 78.539816339745
circumference | what is the circumference of a circle with radius 4 | 25.132741228718
circumference_of_diameter | circumference of a circle with a diameter of 10 | 31.415926535898
sector_area | area of a sector with radius 6 and angle 60 degrees | 18.849555921539
arc_length | arc length with radius 6 and angle 60 degrees | 6.28318530718
rectangle_area | what is the area of a 4.5 by 6 rectangle | 27
rectangle_perimeter | perimeter of a 4.5 by 6 rectangle | 21
rectangle_diagonal | hypotenuse of a right triangle with legs 5 and 12 | 13
missing_leg | missing leg of a right triangle with hypotenuse 13 and leg 5 | 12
square_area | area of a square with side 1.5 | 2.25
square_perimeter | perimeter of a square with side 1.5 | 6
triangle_area | area of a triangle with base 7 and height 4 | 14
triangle_area_of_sides | area of a triangle with sides 5, 12 and 13 | 30
third_angle | third angle of a triangle with angles 90 and 35 | 55
trapezoid_area | area of a trapezoid with bases 4 and 10 and height 3 | 21
ellipse_area | area of an ellipse with semi-axes 3 and 2 | 18.849555921539
polygon_angle | interior angle of a regular polygon with 8 sides | 135
polygon_angle_sum | sum of the interior angles of a polygon with 8 sides | 1080
box_volume | volume of a 2 x 5 x 7 box | 70
box_surface | surface area of a box 2 by 5 by 7 | 118
cube_volume | volume of a cube with side 1.5 | 3.375
cube_surface | surface area of a cube with edge 2 | 24
sphere_volume | volume of a sphere with radius 6 | 904.77868423386
sphere_surface | surface area of a sphere with radius 2 | 50.265482457437
cylinder_volume | volume of a cylinder with radius 2 and height 5 | 62.831853071796
cylinder_surface | surface area of a cylinder with radius 2 and height 5 | 87.964594300514
cone_volume | volume of a cone with radius 3 and height 4 | 37.699111843078
pyramid_volume | volume of a pyramid with base area 36 and height 5 | 60
point_distance | distance from (0, 0) to (-6, 8) | 10
midpoint | midpoint of (0, 0) and (-6, 8) | {"x": -3, "y": 4}
slope | slope of the line through (0, 1) and (4, 9) | 2
in_radians | 90 degrees in radians | 1.570796326795
in_degrees | convert 2 radians to degrees | 114.591559026165
""",
}

# Similar words that ask for something else, for more, or for too little: no procedure may answer them.
NEAR_MISSES = [
    "how many weeks are in 3 months",
    "how many crows are in 10 murders",
    "what's 10 inches in centimeters and millimeters",
    "how much is 10kg in pounds and ounces",
    "convert 5 km to kg",
    "5 feet in metres per second",
    "how long does it take to drive 100 km at 60 mph",
    "how long does it take to drive 100 miles at 60 km/h",
    "how many seconds to download 2 gigabytes at 50 megabytes per second",
    "average speed for 10 km in 2 days",
    "area of a circle with radius 5 cm and height 3 cm",
    "area of a circle",
    "area of a circle with circumference 5",
    "volume of a sphere with diameter 6",
    "area of a rectangle 5 by",
    "distance between 1 and 2 and 3",
    "bmi for 70 pounds and 60 inches",
    "250 dollars in euros",
    "250 dollars in euros at 0.9 dollars per euro",
    "if 3 workers take 6 days how many hours do 2 workers take",
]

# What cannot be answered, with a part of the sentence that says why.
MISTAKES = {
    "convert celsius to fahrenheit": "say how many degrees",
    "give me celcius to fahrenheit": "say how many degrees",
    "area of a triangle with sides 1, 2 and 9": "not shorter than the third",
    "missing leg of a right triangle with hypotenuse 3 and leg 5": "the longest side",
    "third angle of a triangle with angles 100 and 90": "180 degrees together",
    "how many hours for 100 km at 0 km/h": "a speed is above it",
    "slope of the line through (1, 2) and (1, 3)": "vertical line",
    "mix 1 liters of 140% with 3 liters of 20%": "0% to 100%",
}


class TestMeasures(Asked):
    answers, near_misses, mistakes = ANSWERS, NEAR_MISSES, MISTAKES
